import { setImmediate } from 'node:timers/promises'
import { alertFigures } from '@porthole/contract'
import type { Placements } from '../access/placements.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { PoolRoom } from '../pools/pool-room.ts'
import type { History } from '../stats/history.ts'
import { type AlertObject, alertKey, type RuleRecord } from './alert-record.ts'
import { hostInScope, vmInScope } from './in-scope.ts'
import type { Reading } from './judge.ts'
import { readHost, readPool, readVm } from './readings.ts'

export interface Seen {
  readonly key: string
  readonly rule: RuleRecord
  readonly object: AlertObject
  readonly reading: Reading
}

/** What readings are made of: all of it is there already, nobody is asked. */
export interface LookParts {
  readonly links: readonly HostLink[]
  readonly placements: Placements
  readonly history: Pick<History, 'nodeOf'>
  readonly pools: PoolRoom
  /** VMs that crashed since the last look, as "<host> <uuid>": one that was started again at once has crashed all the same. */
  readonly crashes: ReadonlySet<string>
}

/** Every object that a rule is about, with what is known of it. Others get their turn between two hosts. */
export async function* look(parts: LookParts, rules: readonly RuleRecord[]): AsyncGenerator<Seen> {
  for (const link of parts.links) {
    yield* lookAtHost(parts, link, rules)
    await setImmediate()
  }
}

function* lookAtHost(parts: LookParts, link: HostLink, rules: readonly RuleRecord[]): Generator<Seen> {
  const { id: host, name: hostName } = link.snapshot()
  const seen = (rule: RuleRecord, about: AlertObject['about'], target: string, name: string, reading: Reading) => {
    const object = { about, target, host, hostName, name }
    return { key: alertKey(rule.id, object), rule, object, reading }
  }
  const ofVms = rules.filter(({ figure }) => alertFigures[figure].about === 'vm')
  for (const rule of rules) {
    const { about } = alertFigures[rule.figure]
    if (about === 'vm' || !hostInScope(rule.on, host)) continue
    if (about === 'host') {
      yield seen(rule, about, '', hostName, readHost(link, parts.history.nodeOf(host), rule.figure))
    } else {
      for (const [pool, room] of parts.pools.of(host) ?? []) yield seen(rule, about, pool, pool, readPool(link, room))
    }
  }
  if (ofVms.length === 0) return
  for (const vm of link.inventory.all()) {
    for (const rule of ofVms) {
      if (!vmInScope(rule.on, vm, parts.placements)) continue
      const crashed = parts.crashes.has(`${host} ${vm.id}`)
      yield seen(rule, 'vm', vm.id, vm.name, readVm(link, vm, rule.figure, crashed))
    }
  }
}

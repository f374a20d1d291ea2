import { setImmediate } from 'node:timers/promises'
import type { AwayHost, Vm } from '@porthole/contract'
import type { Caller, Core, Verb } from '../core.ts'
import { awaySince } from '../hosts/away-since.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { LongReply } from '../long-reply.ts'
import { textsOf } from './vm-texts.ts'

/** So many take the event loop some milliseconds where none was told before. */
const atOnce = 250

/** From memory: no host is asked, so that one which is slow holds up nobody. */
export const listVms: Verb<object, LongReply<{ vms: Vm[]; away: AwayHost[] }>> = async (core, _, caller) =>
  new LongReply(pieces(core, [...core.hosts.vms()], caller))

async function* pieces(core: Core, vms: readonly VmRecord[], caller: Caller): AsyncGenerator<string> {
  const texts = textsOf(core)
  const theirs = new Set<string>()
  let before = '{"vms":['
  for (let at = 0; at < vms.length; at += atOnce) {
    const some: string[] = []
    for (const vm of vms.slice(at, at + atOnce)) {
      if (!caller.can('vm.see', { vm })) continue
      theirs.add(vm.host)
      some.push(texts.of(vm, caller))
    }
    if (some.length === 0) continue
    yield before + some.join(',')
    before = ','
    await setImmediate()
  }
  const away = core.hosts.list().flatMap(host => {
    const since = theirs.has(host.id) ? awaySince(host) : null
    return since === null ? [] : { host: host.id, since }
  })
  yield `${before === ',' ? '' : before}],"away":${JSON.stringify(away)}}`
}

import type { AwayHost, Folder, Host, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { foldersQuery } from '../access/access-queries.ts'
import { folderPaths } from '../access/folder-paths.ts'
import type { LiveState } from '../api/event-socket.ts'
import { hostsQuery, vmsQuery } from '../api/fleet-queries.ts'
import { useCalmVms, useLive } from '../api/LiveFleet.tsx'
import { keyOf } from '../api/vm-key.ts'
import type { VmFigures } from '../api/vm-stats.ts'
import type { Subject } from '../filter/fields.ts'
import { hostMatches, matcherOf } from '../filter/match-filter.ts'
import type { Term } from '../filter/parse-filter.ts'
import { locale, texts } from '../texts/texts.ts'
import { pathOf, type Shown } from './table-items.ts'

/** What is known of a VM's figures, by its key. */
export type FiguresOf = (key: string) => VmFigures | null

export interface FleetHost {
  readonly host: Host
  /** By name. */
  readonly vms: readonly Vm[]
  /** How many VMs the host has in all, and how many of them are on: a filter leaves these as they are. */
  readonly all: number
  readonly on: number
  /** Since when what is shown may be wrong; null while it is live. */
  readonly staleSince: string | null
}

export interface Fleet {
  /** By name; null until read. */
  readonly hosts: readonly FleetHost[] | null
  /** All of them by name, whatever their host; empty until read. */
  readonly vms: readonly Vm[]
  /** UUIDs that more than one host has. */
  readonly twins: ReadonlySet<string>
  /** Each folder's name with those it is in, by its id. */
  readonly folders: ReadonlyMap<string, string>
  readonly thisMachine: Host['problem']
  readonly error: Error | null
  retry(): void
}

const byName = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare

export function useFleet(): Fleet {
  const hosts = useQuery(hostsQuery)
  // Its VMs are not looked at here: they come with each event, and the calm list is what all the fleet is made of.
  const read = useQuery({ ...vmsQuery, select: awayIn })
  const folders = useQuery(foldersQuery)
  const vms = useCalmVms()
  const live = useLive()
  return {
    hosts: hosts.data && vms ? groups(hosts.data.hosts, vms, live, read.data ?? noVms) : null,
    vms: vms ?? noVms,
    twins: vms ? twins(vms) : noTwins,
    folders: paths(folders.data?.folders ?? noVms),
    thisMachine: hosts.data?.thisMachine ?? null,
    error: hosts.data && vms ? null : (hosts.error ?? read.error),
    retry() {
      void hosts.refetch()
      void read.refetch()
    },
  }
}

/** The tree, the table and a VM's page ask for the same in one render: the last answer serves all of them. */
function last<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let made: { args: A; result: R } | null = null
  return (...args) => {
    if (!made?.args.every((arg, i) => Object.is(arg, args[i]))) made = { args, result: make(...args) }
    return made.result
  }
}

const groups = last(
  (hosts: readonly Host[], vms: readonly Vm[], live: LiveState, away: readonly AwayHost[]): FleetHost[] => {
    const byHost = new Map<string, Vm[]>(hosts.map(host => [host.id, []]))
    for (const vm of vms) {
      const own = byHost.get(vm.host)
      if (own) own.push(vm)
      else byHost.set(vm.host, [vm])
    }
    const hidden = [...byHost.keys()]
      .slice(hosts.length)
      .map((id, index) => unseenHost(id, index, away.find(({ host }) => host === id)?.since ?? null))
    return [...hosts.toSorted((a, b) => byName(a.name, b.name)), ...hidden].map(host => {
      const own = byHost.get(host.id) ?? []
      return {
        host,
        vms: own,
        all: own.length,
        on: own.filter(vm => vm.active).length,
        staleSince: staleSince(host, live),
      }
    })
  },
)

const awayIn = ({ away }: { away: AwayHost[] }) => away
const noVms: readonly never[] = []
const paths = last(
  (folders: readonly Folder[]): ReadonlyMap<string, string> =>
    new Map(folderPaths(folders).map(({ id, path }) => [id, path])),
)
/** What heads the VMs of a host that one may not see: who was granted a VM alone is not told where it runs. */
const unseenHost = (id: string, index: number, awaySince: string | null): Host => ({
  id,
  name: texts.hosts.unseen(index + 1),
  state: awaySince === null ? 'connected' : 'away',
  lastSeen: awaySince,
  ...{ uri: '', since: '', problem: null, node: null, can: [], revision: 0 },
  ...{ maintenance: null, labels: [], colour: null },
})

const noTwins: ReadonlySet<string> = new Set()
let lastTwins = noTwins
/** The same set while it holds the same, so that rows which were given it are not drawn again. */
const twins = last((vms: readonly Vm[]): ReadonlySet<string> => {
  const found = twinsOf(vms)
  if (found.size !== lastTwins.size || ![...found].every(id => lastTwins.has(id))) lastTwins = found
  return lastTwins
})

/** The earlier of the two breaks counts: ours from the server, or the server's from the host. */
export function staleSince(host: Host | undefined, live: LiveState): string | null {
  const breaks = [host && host.state !== 'connected' ? host.lastSeen : null, live.status === 'away' ? live.since : null]
  return breaks.filter(since => since !== null).toSorted()[0] ?? null
}

export function twinsOf(vms: readonly Vm[]): Set<string> {
  const seen = new Set<string>()
  return new Set(vms.map(vm => vm.id).filter(id => seen.size === seen.add(id).size))
}

/**
 * The fleet with only what the filter leaves. A host without a VM that matches stays where all terms are about hosts,
 * or plain words, and match it.
 */
export function filterFleet(fleet: Shown, terms: readonly Term[], figuresOf: FiguresOf): Shown {
  const asked = terms.filter(({ problem }) => problem === null)
  if (asked.length === 0) return fleet
  const names = new Map(fleet.hosts.map(({ host }) => [host.id, host.name]))
  const matches = matcherOf(asked)
  const vms = fleet.vms.filter(vm =>
    matches({
      vm,
      hostName: names.get(vm.host) ?? vm.host,
      folder: pathOf(vm, fleet),
      figures: figuresOf(keyOf(vm)),
    }),
  )
  const left = new Set(vms)
  const hosts = fleet.hosts
    .map(group => ({ ...group, vms: group.vms.filter(vm => left.has(vm)) }))
    .filter(({ vms, host }) => vms.length > 0 || hostMatches(asked, host.name))
  return { hosts, vms, folders: fleet.folders }
}

export function* subjectsOf(fleet: Shown, figuresOf: FiguresOf): Generator<Subject> {
  for (const { host, vms } of fleet.hosts) {
    for (const vm of vms) yield { vm, hostName: host.name, folder: pathOf(vm, fleet), figures: figuresOf(keyOf(vm)) }
  }
}

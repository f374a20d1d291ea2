import type { Host, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LiveState } from '../api/event-socket.ts'
import { hostsQuery, vmsQuery } from '../api/fleet-queries.ts'
import { useLive } from '../api/LiveFleet.tsx'
import { locale } from '../texts/texts.ts'

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
  /** UUIDs that more than one host has. */
  readonly twins: ReadonlySet<string>
  readonly thisMachine: Host['problem']
  readonly error: Error | null
  retry(): void
}

const byName = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare

export function useFleet(): Fleet {
  const hosts = useQuery(hostsQuery)
  const vms = useQuery(vmsQuery)
  const live = useLive()
  const groups = useMemo(
    () => (hosts.data && vms.data ? group(hosts.data.hosts, vms.data.vms, live) : null),
    [hosts.data, vms.data, live],
  )
  const twins = useMemo(() => twinsOf(vms.data?.vms ?? []), [vms.data])
  return {
    hosts: groups,
    twins,
    thisMachine: hosts.data?.thisMachine ?? null,
    error: groups ? null : (hosts.error ?? vms.error),
    retry() {
      void hosts.refetch()
      void vms.refetch()
    },
  }
}

function group(hosts: readonly Host[], vms: readonly Vm[], live: LiveState): FleetHost[] {
  const byHost = new Map<string, Vm[]>(hosts.map(host => [host.id, []]))
  for (const vm of vms) byHost.get(vm.host)?.push(vm)
  return hosts
    .toSorted((a, b) => byName(a.name, b.name))
    .map(host => {
      const own = (byHost.get(host.id) ?? []).toSorted((a, b) => byName(a.name, b.name))
      return {
        host,
        vms: own,
        all: own.length,
        on: own.filter(vm => vm.active).length,
        staleSince: staleSince(host, live),
      }
    })
}

/** The earlier of the two breaks counts: ours from the server, or the server's from the host. */
export function staleSince(host: Host | undefined, live: LiveState): string | null {
  const breaks = [host?.state === 'away' ? host.since : null, live.status === 'away' ? live.since : null]
  return breaks.filter(since => since !== null).toSorted()[0] ?? null
}

export function twinsOf(vms: readonly Vm[]): Set<string> {
  const seen = new Set<string>()
  return new Set(vms.map(vm => vm.id).filter(id => seen.size === seen.add(id).size))
}

/** The fleet with only what matches every word of the query, by name, title, state word, UUID or host. */
export function filterFleet(hosts: readonly FleetHost[], query: string, stateWord: (vm: Vm) => string): FleetHost[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...hosts]
  return hosts
    .map(group => {
      const vms = group.vms.filter(vm => {
        const text = `${vm.name} ${vm.title ?? ''} ${stateWord(vm)} ${vm.id} ${group.host.name}`.toLowerCase()
        return words.every(word => text.includes(word))
      })
      return { ...group, vms }
    })
    .filter(group => group.vms.length > 0 || words.every(word => group.host.name.toLowerCase().includes(word)))
}

import type { AwayHost, Host, ServerMessage, Vm } from '@porthole/contract'
import { locale } from '../texts/texts.ts'
import { keyOf } from './vm-key.ts'

export type HostsMessage = Extract<ServerMessage, { type: 'hosts' }>
export type VmsMessage = Extract<ServerMessage, { type: 'vms' }>
export type AwayMessage = Extract<ServerMessage, { type: 'away' }>
export interface HostList {
  hosts: Host[]
  thisMachine: { code: string; message: string } | null
}
export interface VmList {
  vms: Vm[]
  away: AwayHost[]
}

const byName = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })

/** Lists of VMs are kept by name, so that nobody who shows ten thousand of them sorts them again. */
export function sortedByName({ vms, away }: VmList): VmList {
  return { away, vms: vms.toSorted((a, b) => byName.compare(a.name, b.name)) }
}

/** The list after an event. The larger revision wins, so an old copy never overwrites a newer one. */
export function applyVms(list: VmList, message: VmsMessage | AwayMessage): VmList {
  if (message.type === 'away') return applyAway(list, message)
  const { changed, removed } = message
  const { away } = list
  const news = new Map(changed.map(vm => [keyOf(vm), vm]))
  const gone = new Map(removed.map(vm => [keyOf(vm), vm.revision]))
  const named = new Set([...changed, ...removed].map(({ id }) => id))
  let moved = false
  const vms: Vm[] = []
  for (const vm of list.vms) {
    const key = named.has(vm.id) ? keyOf(vm) : null
    const next = key === null ? undefined : news.get(key)
    if (key !== null) news.delete(key)
    if (key !== null && vm.revision <= (gone.get(key) ?? -1)) continue
    const newest = next && vm.revision <= next.revision ? next : vm
    moved ||= newest.name !== vm.name
    vms.push(newest)
  }
  vms.push(...news.values())
  return moved || news.size > 0 ? sortedByName({ vms, away }) : { vms, away }
}

function applyAway({ vms, away }: VmList, { host, since }: AwayMessage): VmList {
  const others = away.filter(one => one.host !== host)
  return { vms, away: since === null ? others : [...others, { host, since }] }
}

export function applyHosts(list: HostList, { changed, removed }: HostsMessage): HostList {
  const hosts = new Map(list.hosts.map(host => [host.id, host]))
  for (const host of changed) {
    if ((hosts.get(host.id)?.revision ?? -1) <= host.revision) hosts.set(host.id, host)
  }
  for (const id of removed) hosts.delete(id)
  return { ...list, hosts: [...hosts.values()] }
}

/**
 * What was said while a list was on its way: a reply made before an event can arrive after it, and must not undo it.
 */
export class Overheard<M> {
  readonly #open = new Set<M[]>()

  hear(message: M): void {
    for (const heard of this.#open) heard.push(message)
  }

  async during<L>(read: () => Promise<L>, apply: (list: L, message: M) => L): Promise<L> {
    const heard: M[] = []
    this.#open.add(heard)
    try {
      return heard.reduce(apply, await read())
    } finally {
      this.#open.delete(heard)
    }
  }
}

import type { Host, ServerMessage, Vm } from '@porthole/contract'
import { keyOf } from './vm-key.ts'

export type HostsMessage = Extract<ServerMessage, { type: 'hosts' }>
export type VmsMessage = Extract<ServerMessage, { type: 'vms' }>
export interface HostList {
  hosts: Host[]
  thisMachine: { code: string; message: string } | null
}
export interface VmList {
  vms: Vm[]
}

/** The list after an event. The larger revision wins, so an old copy never overwrites a newer one. */
export function applyVms(list: VmList, { changed, removed }: VmsMessage): VmList {
  const vms = new Map(list.vms.map(vm => [keyOf(vm), vm]))
  for (const vm of changed) {
    if ((vms.get(keyOf(vm))?.revision ?? -1) <= vm.revision) vms.set(keyOf(vm), vm)
  }
  for (const gone of removed) {
    if ((vms.get(keyOf(gone))?.revision ?? Infinity) <= gone.revision) vms.delete(keyOf(gone))
  }
  return { vms: [...vms.values()] }
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

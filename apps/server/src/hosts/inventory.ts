import type { EventEmitter } from 'node:events'
import {
  type HostEvents,
  type Learnt,
  nextRevision,
  numberOf,
  type Snapshots,
  type VmDraft,
  type VmRecord,
} from './vm-record.ts'

/** The VMs of one host as last read. Tells of a change only when something a person could see has changed. */
export class Inventory {
  readonly #host: string
  readonly #changes: EventEmitter<HostEvents>
  readonly #vms = new Map<string, VmRecord>()
  #version = 0
  /** Of running guests alone: the next that starts may be another system with another address. */
  readonly #learnt = new Map<string, Learnt>()

  constructor(host: string, changes: EventEmitter<HostEvents>) {
    this.#host = host
    this.#changes = changes
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  /** Begins with what was known before a restart; nobody looks yet. */
  recall(vms: Iterable<VmRecord>): void {
    for (const vm of vms) {
      this.#vms.set(vm.id, { ...vm, number: numberOf(vm.id) })
      if (vm.active) this.#learnt.set(vm.id, { ips: new Map(vm.ips.map(ip => [ip, null])), os: vm.os })
    }
  }

  get(id: string): VmRecord | undefined {
    return this.#vms.get(id)
  }

  all(): IterableIterator<VmRecord> {
    return this.#vms.values()
  }

  /** What the guest itself and the host's network told of a running VM. */
  learntOf(id: string): Learnt {
    return this.#learnt.get(id) ?? nothing
  }

  /** `witnessed` says that the change happened before our eyes, so that now is when the VM entered its state. */
  put(read: VmDraft, witnessed: boolean): void {
    if (!read.active) this.#learnt.delete(read.id)
    const { ips, os } = this.#learnt.get(read.id) ?? nothing
    const before = this.#vms.get(read.id)
    const { snapshots, currentSnapshot } = before ?? none
    const draft = { ...read, ips: [...ips.keys()], os: os ?? read.os, snapshots, currentSnapshot }
    if (before !== undefined && same(before, draft)) return
    const since = before?.state === draft.state ? before.since : witnessed ? new Date().toISOString() : null
    const record: VmRecord = { ...draft, since, revision: nextRevision(), number: before?.number ?? numberOf(draft.id) }
    this.#set(record)
  }

  /** Something more was learnt of a running guest. What is null stays as it was. */
  learn(id: string, { ips, os }: Learnt): void {
    const before = this.#vms.get(id)
    if (!before?.active) return
    const learnt = { ips, os: os ?? this.#learnt.get(id)?.os ?? null }
    this.#learnt.set(id, learnt)
    const record = { ...before, ips: [...ips.keys()], os: learnt.os ?? before.os }
    if (same(before, record)) return
    this.#set({ ...record, revision: nextRevision() })
  }

  /** Its snapshots were read. */
  snapshots(id: string, read: Snapshots): void {
    const before = this.#vms.get(id)
    if (before === undefined || same(before, read)) return
    this.#set({ ...before, ...read, revision: nextRevision() })
  }

  /** Tells of a VM although its record is the same: something that only its page shows has changed. */
  touch(id: string): void {
    const record = this.#vms.get(id)
    if (record === undefined) return
    this.#set({ ...record, revision: nextRevision() })
  }

  remove(id: string): void {
    this.#learnt.delete(id)
    if (!this.#vms.delete(id)) return
    this.#version++
    this.#changes.emit('vm-gone', { id, host: this.#host, revision: nextRevision() })
  }

  /** Removes whatever is not among these. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of [...this.#vms.keys()]) if (!ids.has(id)) this.remove(id)
  }

  #set(record: VmRecord): void {
    this.#version++
    this.#vms.set(record.id, record)
    this.#changes.emit('vm', record)
  }
}

const nothing: Learnt = { ips: new Map(), os: null }
const none: Snapshots = { snapshots: [], currentSnapshot: null }

function same(record: VmRecord, draft: Partial<VmRecord>): boolean {
  const keys = Object.keys(draft) as (keyof VmRecord)[]
  return keys.every(key => record[key] === draft[key] || JSON.stringify(record[key]) === JSON.stringify(draft[key]))
}

import type { EventEmitter } from 'node:events'
import { type HostEvents, nextRevision, type VmDraft, type VmRecord } from './vm-record.ts'

/** The VMs of one host as last read. Tells of a change only when something a person could see has changed. */
export class Inventory {
  readonly #host: string
  readonly #changes: EventEmitter<HostEvents>
  readonly #vms = new Map<string, VmRecord>()

  constructor(host: string, changes: EventEmitter<HostEvents>) {
    this.#host = host
    this.#changes = changes
  }

  get(id: string): VmRecord | undefined {
    return this.#vms.get(id)
  }

  all(): IterableIterator<VmRecord> {
    return this.#vms.values()
  }

  /** `witnessed` says that the change happened before our eyes, so that now is when the VM entered its state. */
  put(draft: VmDraft, witnessed: boolean): void {
    const before = this.#vms.get(draft.id)
    if (before !== undefined && same(before, draft)) return
    const since = before?.state === draft.state ? before.since : witnessed ? new Date().toISOString() : null
    const record: VmRecord = { ...draft, since, revision: nextRevision() }
    this.#vms.set(draft.id, record)
    this.#changes.emit('vm', record)
  }

  /** Tells of a VM although its record is the same: something that only its page shows has changed. */
  touch(id: string): void {
    const record = this.#vms.get(id)
    if (record === undefined) return
    const touched = { ...record, revision: nextRevision() }
    this.#vms.set(id, touched)
    this.#changes.emit('vm', touched)
  }

  remove(id: string): void {
    if (!this.#vms.delete(id)) return
    this.#changes.emit('vm-gone', { id, host: this.#host, revision: nextRevision() })
  }

  /** Removes whatever is not among these. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of [...this.#vms.keys()]) if (!ids.has(id)) this.remove(id)
  }
}

function same(record: VmRecord, draft: VmDraft): boolean {
  const keys = Object.keys(draft) as (keyof VmDraft)[]
  return keys.every(key => record[key] === draft[key] || JSON.stringify(record[key]) === JSON.stringify(draft[key]))
}

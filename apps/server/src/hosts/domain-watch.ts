import type { EventMessages } from '@porthole/libvirt'
import type { Logger } from 'pino'
import { readOneDomain } from './domain-read.ts'
import { differs, readAllDomains, readAllFacts } from './full-read.ts'
import type { Inventory } from './inventory.ts'
import type { LinkCalls } from './link-calls.ts'
import { Rereads } from './rereads.ts'

/** Events that say "something about this domain changed". What they carry beside its name is not trusted: it is read. */
const tellingEvents = [
  'domainReboot',
  'domainWatchdog',
  'domainIoErrorReason',
  'domainControlError',
  'domainDiskChange',
  'domainTrayChange',
  'domainBalloonChange',
  'domainDeviceAdded',
  'domainDeviceRemoved',
  'domainAgentLifecycle',
  'domainMetadataChange',
  'domainTunable',
] as const satisfies readonly (keyof EventMessages)[]

const resyncMs = 60_000

/** Keeps the inventory of one host true for as long as one pair of connections lives. */
export class DomainWatch {
  readonly #calls: LinkCalls
  readonly #host: string
  readonly #inventory: Inventory
  readonly #log: Logger
  readonly #rereads: Rereads
  #timer: NodeJS.Timeout | null = null
  #resyncing = false
  #stopped = false

  constructor(calls: LinkCalls, host: string, inventory: Inventory, log: Logger) {
    this.#calls = calls
    this.#host = host
    this.#inventory = inventory
    this.#log = log
    this.#rereads = new Rereads(uuid => this.#reread(uuid))
  }

  /** Listens, then reads everything: what changes meanwhile is read once more. Resolves when the list is true. */
  async start(): Promise<void> {
    this.#rereads.hold()
    await this.#listen()
    const facts = await readAllFacts(this.#calls)
    this.#inventory.keepOnly(new Set(facts.keys()))
    await readAllDomains(this.#calls, this.#host, facts, draft => this.#inventory.put(draft, false))
    this.#rereads.release()
    this.#timer = setInterval(() => void this.#resync(), resyncMs)
    this.#timer.unref()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#rereads.clear()
  }

  /** Resolves when the inventory has what libvirt says after this call. */
  refresh(uuid: string): Promise<void> {
    return this.#stopped ? Promise.resolve() : this.#rereads.request(uuid)
  }

  async #listen(): Promise<void> {
    const look = ({ dom }: { dom: { uuid: string } }) => void this.refresh(dom.uuid)
    await this.#calls.subscribe('domainLifecycle', look)
    const others = tellingEvents.map(name => this.#calls.subscribe(name, look))
    for (const result of await Promise.allSettled(others)) {
      // A driver that can not tell of one kind of event is resynced all the same.
      if (result.status === 'rejected' && !this.#calls.isRefusal(result.reason)) throw result.reason
    }
  }

  async #reread(uuid: string): Promise<void> {
    try {
      const draft = await readOneDomain(this.#calls, this.#host, uuid)
      if (this.#stopped) return
      if (draft === null) this.#inventory.remove(uuid)
      else this.#inventory.put(draft, true)
    } catch (error) {
      if (!this.#stopped) this.#log.warn({ err: error, host: this.#host, vm: uuid }, 'a VM could not be read again')
    }
  }

  /** What no event tells (autostart, a managed save removed by hand), and whatever an event should have told. */
  async #resync(): Promise<void> {
    if (this.#resyncing) return
    this.#resyncing = true
    try {
      const facts = await readAllFacts(this.#calls)
      if (this.#stopped) return
      const known = [...this.#inventory.all()].map(({ id }) => id)
      const suspects = new Set(known.filter(id => !facts.has(id)))
      for (const [id, fact] of facts) if (differs(this.#inventory.get(id), fact, this.#host)) suspects.add(id)
      await Promise.all([...suspects].map(id => this.refresh(id)))
    } catch (error) {
      if (!this.#stopped) this.#log.warn({ err: error, host: this.#host }, 'the minute’s check of a host failed')
    } finally {
      this.#resyncing = false
    }
  }
}

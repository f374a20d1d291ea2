import type { Domain, EventMessages, Pool } from '@porthole/libvirt'
import type { Logger } from 'pino'
import { InSlices } from '../slices.ts'
import { type DomainEventName, type Happening, happeningOf, shutdownBy } from './domain-happenings.ts'
import { readOneDomain, takingIn } from './domain-read.ts'
import { differs, readAllDomains, readAllFacts } from './full-read.ts'
import { isRefusal } from './host-pool.ts'
import type { Inventory } from './inventory.ts'
import { Rereads } from './rereads.ts'
import { SilentChanges } from './silent-changes.ts'

/** Events that say "something about this domain changed". What they carry beside its name is not trusted: it is read. */
const tellingEvents = [
  'domainReboot',
  'domainWatchdog',
  'domainIoErrorReason',
  'domainControlError',
  'domainBlockJob2',
  'domainDiskChange',
  'domainTrayChange',
  'domainBalloonChange',
  'domainDeviceAdded',
  'domainDeviceRemoved',
  'domainAgentLifecycle',
  'domainMetadataChange',
  'domainTunable',
] as const satisfies readonly DomainEventName[]

type HeardName = 'domainLifecycle' | (typeof tellingEvents)[number]

const resyncMs = 60_000

/** Keeps the inventory of one host true whenever the host is up. */
export class DomainWatch {
  readonly #pool: Pool
  readonly #host: string
  readonly #inventory: Inventory
  readonly #log: Logger
  readonly #happened: (dom: Domain, happening: Happening) => void
  readonly #rereads: Rereads
  readonly #silent: SilentChanges
  /** What libvirt has told and is not taken in yet. */
  readonly #told = new InSlices(takingIn)
  /** What is listened to already: that outlives the loss of the host. */
  readonly #heard = new Set<HeardName>()
  /** Who wanted a VM to shut down, until it has. */
  readonly #shutdowns = new Map<string, string>()
  #timer: NodeJS.Timeout | null = null
  #resyncing = false
  /** VMs that were found to be other than events had told, since the server started. */
  corrected = 0
  #live = false

  constructor(
    pool: Pool,
    host: string,
    inventory: Inventory,
    log: Logger,
    happened: (dom: Domain, happening: Happening) => void,
  ) {
    this.#pool = pool
    this.#host = host
    this.#inventory = inventory
    this.#log = log
    this.#happened = happened
    this.#silent = new SilentChanges(pool, inventory)
    this.#rereads = new Rereads(uuid => this.#reread(uuid))
  }

  /** Listens, then reads everything: what changes meanwhile is read once more. Resolves when the list is true. */
  async start(): Promise<void> {
    this.#live = true
    this.#rereads.hold()
    await this.#listen()
    const facts = await readAllFacts(this.#pool)
    this.#inventory.keepOnly(new Set(facts.keys()))
    await readAllDomains(this.#pool, this.#host, facts, (draft, xml) => {
      this.#inventory.put(draft, false)
      this.#silent.know(draft.id, xml)
    })
    if (!this.#live) return
    this.#rereads.release()
    this.#timer ??= setInterval(() => void this.resync(), resyncMs).unref()
  }

  /** The host is lost, or forgotten: what is known stays as it is until the next start. */
  stop(): void {
    this.#live = false
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#rereads.clear()
  }

  /** Resolves when the inventory has what libvirt says after this call. */
  refresh(uuid: string): Promise<void> {
    return this.#live ? this.#rereads.request(uuid) : Promise.resolve()
  }

  async #listen(): Promise<void> {
    const hear = async (name: HeardName) => {
      if (this.#heard.has(name)) return
      await this.#pool.subscribe(name, message => this.#told.push(() => this.#take(name, message)))
      this.#heard.add(name)
    }
    await hear('domainLifecycle')
    for (const result of await Promise.allSettled(tellingEvents.map(hear))) {
      // A driver that can not tell of one kind of event is resynced all the same.
      if (result.status === 'rejected' && !isRefusal(result.reason)) throw result.reason
    }
  }

  #take(name: HeardName, message: EventMessages[HeardName]): void {
    try {
      this.#tell(name, message)
    } catch (error) {
      this.#log.error({ err: error, host: this.#host, event: name }, 'what a host told could not be taken in')
    }
    void this.refresh(message.dom.uuid)
  }

  #tell(name: HeardName, message: EventMessages[HeardName]): void {
    const { uuid } = message.dom
    const by = name === 'domainLifecycle' ? shutdownBy(message as EventMessages['domainLifecycle']) : null
    if (by !== null) this.#shutdowns.set(uuid, by)
    const happening = happeningOf(name, message)
    if (happening === null) return
    const stoppedBy = happening.action === 'vmStopped' ? this.#shutdowns.get(uuid) : undefined
    if (happening.action === 'vmStopped' || happening.action === 'vmStarted') this.#shutdowns.delete(uuid)
    const asked = happening.args.reason === 'shut down' && stoppedBy !== undefined
    this.#happened(message.dom, asked ? { ...happening, args: { ...happening.args, by: stoppedBy } } : happening)
  }

  async #reread(uuid: string): Promise<void> {
    try {
      const draft = await readOneDomain(this.#pool, this.#host, uuid, this.#inventory.get(uuid)?.dom)
      if (!this.#live) return
      if (draft === null) this.#inventory.remove(uuid)
      else this.#inventory.put(draft, true)
    } catch (error) {
      if (this.#live) this.#log.warn({ err: error, host: this.#host, vm: uuid }, 'a VM could not be read again')
    }
  }

  /** What no event tells (autostart, a managed save removed by hand, devices), and whatever an event should have told. */
  async resync(): Promise<void> {
    if (this.#resyncing) return
    this.#resyncing = true
    try {
      const facts = await readAllFacts(this.#pool)
      if (!this.#live) return
      const known = [...this.#inventory.all()].map(({ id }) => id)
      const suspects = new Set(known.filter(id => !facts.has(id)))
      for (const [id, fact] of facts) if (differs(this.#inventory.get(id), fact, this.#host)) suspects.add(id)
      this.corrected += suspects.size
      await Promise.all([...suspects].map(id => this.refresh(id)))
      for (const { id } of await this.#silent.next()) {
        const before = this.#inventory.get(id)
        await this.refresh(id)
        if (this.#inventory.get(id) !== before) this.corrected++
      }
    } catch (error) {
      if (this.#live) this.#log.warn({ err: error, host: this.#host }, 'the minute’s check of a host failed')
    } finally {
      this.#resyncing = false
    }
  }
}

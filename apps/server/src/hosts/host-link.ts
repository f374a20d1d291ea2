import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type {
  CallName,
  CallRest,
  Domain,
  DuplexStreamName,
  Pool,
  PoolState,
  ReadStream,
  ReadStreamName,
  Reply,
  WriteStream,
  WriteStreamName,
} from '@porthole/libvirt'
import type { Logger } from 'pino'
import { Fault } from '../fault.ts'
import { HostFigures } from '../stats/host-figures.ts'
import type { Happening } from './domain-happenings.ts'
import { DomainWatch } from './domain-watch.ts'
import { FirstPictures } from './first-pictures.ts'
import { GuestFacts } from './guest-facts.ts'
import { isRefusal, openHostPool } from './host-pool.ts'
import type { HostUri } from './host-uri.ts'
import type { HostWay } from './host-ways.ts'
import { Inventory } from './inventory.ts'
import type { Known } from './last-known.ts'
import { faultOf } from './libvirt-fault.ts'
import { readNode } from './node-facts.ts'
import { Screens } from './screens.ts'
import { SnapshotFacts } from './snapshot-facts.ts'
import { type HostEvents, type HostMarks, type HostSnapshot, nextRevision } from './vm-record.ts'

/** A host that is up but could not be read is read again after so long. */
const rereadMs = 10_000

export interface HostRow extends Readonly<HostMarks> {
  readonly id: string
  readonly uri: HostUri
  readonly way: HostWay
}

/** One host: keeps in touch with it in the background and what is known of its VMs true. */
export class HostLink {
  readonly id: string
  readonly way: HostWay
  /** What this host alone tells. */
  readonly changes = new EventEmitter<HostEvents>()
  readonly inventory: Inventory
  readonly screens: Screens
  readonly firstPictures: FirstPictures
  readonly figures: HostFigures
  readonly snapshots: SnapshotFacts
  readonly #guestFacts: GuestFacts
  readonly uri: HostUri
  readonly #log: Logger
  readonly #stopping = new AbortController()
  #shown: Omit<HostSnapshot, 'id' | 'uri'>
  #pool: Pool | null = null
  #watch: DomainWatch | null = null
  #hearsNetworks = false
  #timer: NodeJS.Timeout | undefined

  /** `changes` hears what all hosts tell. `known` is what was known of it before a restart. */
  constructor(row: HostRow, changes: EventEmitter<HostEvents>, log: Logger, known?: Known) {
    this.id = row.id
    this.way = row.way
    this.uri = row.uri
    this.#log = log.child({ host: row.id, uri: row.uri.text })
    this.inventory = new Inventory(row.id, this.changes)
    this.inventory.recall(known?.vms ?? [])
    this.screens = new Screens(this)
    this.firstPictures = new FirstPictures(this)
    this.figures = new HostFigures(this, this.#log)
    this.snapshots = new SnapshotFacts(this)
    this.#guestFacts = new GuestFacts(this)
    this.changes
      .on('host', host => changes.emit('host', host))
      .on('vm', vm => changes.emit('vm', vm))
      .on('vm-gone', vm => changes.emit('vm-gone', vm))
      .on('networks', id => changes.emit('networks', id))
      .on('happened', happening => changes.emit('happened', happening))
    this.#shown = {
      ...marksOf(row),
      state: 'connecting',
      since: new Date().toISOString(),
      lastSeen: known?.at ?? null,
      problem: null,
      node: known?.node ?? null,
      revision: nextRevision(),
    }
  }

  /** Begins to connect; returns at once and never fails. */
  start(): void {
    this.#pool = openHostPool(this.uri, this.way.transport, this.#stopping.signal, state => this.#follow(state))
    const happened = (dom: Domain, happening: Happening) => {
      const known = this.inventory.get(dom.uuid)
      this.changes.emit('happened', { id: dom.uuid, name: dom.name, host: this.id, known, ...happening })
    }
    this.#watch = new DomainWatch(this.#pool, this.id, this.inventory, this.#log, happened)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.firstPictures.stop()
    this.figures.stop()
    this.#guestFacts.stop()
    this.snapshots.stop()
    this.#watch?.stop()
    clearTimeout(this.#timer)
    await this.#pool?.close()
  }

  get connected(): boolean {
    return this.#shown.state === 'connected'
  }

  /** VMs that the minute's check found to be other than events had told. */
  get corrected(): number {
    return this.#watch?.corrected ?? 0
  }

  snapshot(): HostSnapshot {
    return { id: this.id, uri: this.uri.text, ...this.#shown }
  }

  /** Somebody renamed it, marked it, or began or ended its maintenance. */
  mark(marks: HostMarks): void {
    this.#show(marksOf(marks))
  }

  /** Something was done about what kept it away: no reason to sit out the pause between two tries. */
  retry(): void {
    this.#pool?.wake()
  }

  /** A call to libvirt in the lane that suits it. Whatever fails is a Fault. */
  call<Name extends CallName>(name: Name, ...rest: CallRest<Name>): Promise<Reply<Name>> {
    return this.#attempt(pool => pool.call(name, ...rest))
  }

  /** Bytes from libvirt. Opening fails with a Fault; reading with libvirt's own errors. */
  readStream<Name extends ReadStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.#attempt(pool => pool.readStream(name, ...rest))
  }

  /** Bytes to libvirt. Opening fails with a Fault; writing with libvirt's own errors. */
  writeStream<Name extends WriteStreamName>(name: Name, ...rest: CallRest<Name>): Promise<{ stream: WriteStream }> {
    return this.#attempt(pool => pool.writeStream(name, ...rest))
  }

  /** Bytes to and from libvirt. Opening fails with a Fault. */
  duplexStream<Name extends DuplexStreamName>(name: Name, ...rest: CallRest<Name>): Promise<{ stream: Duplex }> {
    return this.#attempt(pool => pool.duplexStream(name, ...rest))
  }

  /** Reads a VM again at once: after an act of ours, so that whoever acted finds what became of it. */
  async refresh(vm: string): Promise<void> {
    await this.#watch?.refresh(vm)
  }

  /** Networks are not kept here: whoever shows them reads them again. No event tells of an autostart. */
  networksChanged(): void {
    this.changes.emit('networks', this.id)
  }

  /** Outlives the loss of the host. A driver that can not tell is asked by whoever looks. */
  async #hearNetworks(pool: Pool): Promise<void> {
    if (this.#hearsNetworks) return
    try {
      await pool.subscribe('networkLifecycle', () => this.networksChanged())
      this.#hearsNetworks = true
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }

  async #attempt<T>(act: (pool: Pool) => Promise<T>): Promise<T> {
    if (this.#pool === null || !this.connected) throw new Fault('HOST_AWAY', this.#shown.problem?.message)
    try {
      return await act(this.#pool)
    } catch (error) {
      throw faultOf(error)
    }
  }

  #follow(state: PoolState): void {
    clearTimeout(this.#timer)
    if (state.name === 'up') void this.#meet(state)
    if (state.name !== 'down') return
    this.#watch?.stop()
    this.#away(faultOf(state.reason))
  }

  /** Reads the host, which has just come up; it counts as connected when that is done. */
  async #meet(state: PoolState): Promise<void> {
    const [pool, watch] = [this.#pool, this.#watch]
    if (pool === null || watch === null) return
    const isOver = () => this.#stopping.signal.aborted || pool.state !== state
    try {
      const node = await readNode(pool)
      await watch.start()
      await this.#hearNetworks(pool)
      if (isOver()) return
      this.#show({ state: 'connected', lastSeen: null, problem: null, node })
      this.networksChanged()
      this.#guestFacts.restart()
      this.snapshots.restart()
      this.figures.start()
      this.#log.info('host connected')
    } catch (error) {
      if (isOver()) return
      this.#away(faultOf(error))
      this.#timer = setTimeout(() => void this.#meet(state), rereadMs).unref()
    }
  }

  #away(fault: Fault): void {
    const problem = { code: fault.code, message: fault.message }
    const { state, problem: before } = this.#shown
    if (state === 'away' && before?.message === problem.message) return
    this.#log.warn({ err: fault.cause }, `host away: ${fault.message}`)
    this.#show({ state: 'away', problem, ...(state === 'connected' && { lastSeen: new Date().toISOString() }) })
  }

  #show(change: Partial<Omit<HostSnapshot, 'id' | 'uri' | 'since' | 'revision'>>): void {
    const shown = { ...this.#shown, ...change }
    const since = shown.state === this.#shown.state ? shown.since : new Date().toISOString()
    this.#shown = { ...shown, since, revision: nextRevision() }
    this.changes.emit('host', this.snapshot())
  }
}

const marksOf = ({ name, maintenance, labels, colour }: HostMarks): HostMarks => ({ name, maintenance, labels, colour })

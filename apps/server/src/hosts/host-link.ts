import type { EventEmitter } from 'node:events'
import type { Host } from '@porthole/contract'
import {
  type CallName,
  type CallRest,
  connect,
  type ReadStream,
  type ReadStreamName,
  type Reply,
  systemSockets,
  unixTransport,
} from '@porthole/libvirt'
import type { Logger } from 'pino'
import { Fault } from '../fault.ts'
import { HostFigures } from '../stats/host-figures.ts'
import { DomainWatch } from './domain-watch.ts'
import { FirstPictures } from './first-pictures.ts'
import type { HostUri } from './host-uri.ts'
import { Inventory } from './inventory.ts'
import { faultOf } from './libvirt-fault.ts'
import { LinkCalls } from './link-calls.ts'
import { readNode } from './node-facts.ts'
import { patience } from './patience.ts'
import { Screens } from './screens.ts'
import { type HostEvents, type HostSnapshot, nextRevision } from './vm-record.ts'

/** A connection that lived for so long was good: the next attempt after its loss comes soon again. */
const goodAfterMs = 10_000

export interface HostRow {
  readonly id: string
  readonly name: string
  readonly uri: HostUri
}

/** One host: keeps its connections up in the background and what is known of its VMs true. */
export class HostLink {
  readonly id: string
  readonly inventory: Inventory
  readonly screens: Screens
  readonly firstPictures: FirstPictures
  readonly figures: HostFigures
  readonly #row: HostRow
  readonly #changes: EventEmitter<HostEvents>
  readonly #log: Logger
  readonly #stopping = new AbortController()
  #shown: Pick<HostSnapshot, 'state' | 'since' | 'problem' | 'node' | 'revision'>
  #calls: LinkCalls | null = null
  #watch: DomainWatch | null = null
  #ended: Promise<void> = Promise.resolve()

  constructor(row: HostRow, changes: EventEmitter<HostEvents>, log: Logger) {
    this.id = row.id
    this.#row = row
    this.#changes = changes
    this.#log = log.child({ host: row.id, uri: row.uri.text })
    this.inventory = new Inventory(row.id, changes)
    this.screens = new Screens(this)
    this.firstPictures = new FirstPictures(this, changes)
    this.figures = new HostFigures(this, this.#log)
    this.#shown = {
      state: 'connecting',
      since: new Date().toISOString(),
      problem: null,
      node: null,
      revision: nextRevision(),
    }
  }

  /** Begins to connect; returns at once and never fails. */
  start(): void {
    this.#ended = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.firstPictures.stop()
    this.figures.stop()
    await this.#calls?.close()
    await this.#ended
  }

  get connected(): boolean {
    return this.#shown.state === 'connected'
  }

  snapshot(): HostSnapshot {
    return { id: this.id, name: this.#row.name, uri: this.#row.uri.text, ...this.#shown }
  }

  /** A call to libvirt on the connection that suits it. Whatever fails is a Fault. */
  call<Name extends CallName>(name: Name, ...rest: CallRest<Name>): Promise<Reply<Name>> {
    return this.#attempt(calls => calls.call(name, ...rest))
  }

  /** Bytes from libvirt. Opening fails with a Fault; reading with libvirt's own errors. */
  readStream<Name extends ReadStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.#attempt(calls => calls.readStream(name, ...rest))
  }

  /** Reads a VM again at once: after an act of ours, so that whoever acted finds what became of it. */
  async refresh(vm: string): Promise<void> {
    await this.#watch?.refresh(vm)
  }

  async #attempt<T>(act: (calls: LinkCalls) => Promise<T>): Promise<T> {
    if (this.#calls === null || !this.connected) throw new Fault('HOST_AWAY', this.#shown.problem?.message)
    try {
      return await act(this.#calls)
    } catch (error) {
      throw faultOf(error)
    }
  }

  async #run(): Promise<void> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      const began = performance.now()
      const fault = await this.#live()
      if (this.#stopping.signal.aborted) return
      this.#away(fault)
      if (performance.now() - began > goodAfterMs) attempt = 0
      if (await patience(attempt, this.#row.uri.socket, this.#stopping.signal)) attempt = -1
    }
  }

  /** Lives through one pair of connections; resolves with why it ended or never came about. */
  async #live(): Promise<Fault> {
    try {
      const calls = await openCalls(this.#row.uri, this.#stopping.signal)
      this.#calls = calls
      if (this.#stopping.signal.aborted) throw new Fault('STOPPING')
      const node = await readNode(calls)
      this.#watch = new DomainWatch(calls, this.id, this.inventory, this.#log)
      await this.#watch.start()
      this.#show({ state: 'connected', problem: null, node })
      this.#log.info('host connected')
      return faultOf(await calls.closed)
    } catch (error) {
      return faultOf(error)
    } finally {
      this.#watch?.stop()
      this.#watch = null
      await this.#calls?.close()
      this.#calls = null
    }
  }

  #away(fault: Fault): void {
    const problem = { code: fault.code, message: fault.message }
    const { state, problem: before, node } = this.#shown
    if (state === 'away' && before?.message === problem.message) return
    this.#log.warn({ err: fault.cause }, `host away: ${fault.message}`)
    this.#show({ state: 'away', problem, node })
  }

  #show(shown: Pick<Host, 'state' | 'problem' | 'node'>): void {
    const since = shown.state === this.#shown.state ? this.#shown.since : new Date().toISOString()
    this.#shown = { ...shown, since, revision: nextRevision() }
    this.#changes.emit('host', this.snapshot())
  }
}

/** Opens the connections of a link; none is left over when one fails. */
export async function openCalls(uri: HostUri, signal: AbortSignal): Promise<LinkCalls> {
  const transport = unixTransport(uri.socket ?? systemSockets)
  const open = (deadlineMs: number) => connect({ transport, uri: uri.open, deadlineMs, signal })
  // The first alone: a host that does not answer, or refuses, is asked once and not three times.
  const fast = await open(10_000)
  const others = await Promise.allSettled([open(30_000), open(30_000)])
  const [acting, asking] = others.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  if (acting !== undefined && asking !== undefined) return new LinkCalls({ fast, acting, asking })
  await Promise.allSettled([fast, acting, asking].map(connection => connection?.close()))
  throw others.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))[0]
}

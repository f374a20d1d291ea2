import { backoffMs } from './backoff.ts'
import type { CallOptions } from './calls.ts'
import { type ConnectOptions, connect, usualDeadlineMs, warn } from './connect.ts'
import type { CallRest, Connection, EventListener, EventName, EventsOptions } from './connection.ts'
import { Contact, type LaneOptions, type Settled, usualLanes } from './contact.ts'
import { TransportError } from './errors.ts'
import { EventQueue, type Heard } from './event-queue.ts'
import type { GenericCall } from './generic-call.ts'
import { type LastingOptions, LastingSubscriptions } from './lasting-subscriptions.ts'
import { Patience } from './patience.ts'
import type { EventMessages } from './protocol/events.gen.ts'
import type {
  CallName,
  DuplexStreamName,
  ReadStreamName,
  Reply,
  StreamName,
  WriteStreamName,
} from './protocol/procedures.ts'
import type { DuplexStream, ReadStream, WriteStream } from './remote-stream.ts'

/** A host that was up for so long was good: the first attempt after its loss comes soon again. */
const goodAfterMs = 10_000

/** How long an attempt to connect may take as a whole, in ms. */
const attemptMs = 30_000

/** How it stands with the host: `connecting` until the first attempt has come out, then `up` or `down`. */
export type PoolState =
  | { readonly name: 'connecting' | 'up'; readonly since: Date; readonly reason: null }
  | { readonly name: 'down'; readonly since: Date; readonly reason: Error }

/** What `openPool` takes: what `connect` does, and how the connections are used. */
export interface PoolOptions extends ConnectOptions {
  /** Default: one connection for what libvirt answers at once, and up to two for what may take long. */
  lanes?: readonly LaneOptions[]
  /** Hears each new state, and each failed attempt while the host is down. */
  onState?: (state: PoolState) => unknown
  /** Called when the host is back after a loss and all subscriptions stand again: what was read before may be stale. */
  onResync?: () => unknown
  /** Gives numbers from 0 to 1, for the jitter of the waits. Default: `Math.random`. */
  random?: () => number
  /** Closes the pool. */
  signal?: AbortSignal
}

/** Opens a pool: returns at once, connects in the background, and keeps trying until it is closed. */
export const openPool = (options: PoolOptions): Pool => new Pool(options)

/**
 * A host, over as many connections as its work needs, for as long as wanted. Calls until the first attempt has come
 * out wait for it. While the host is down everything rejects at once with a TransportError that says why.
 */
export class Pool {
  readonly #options: PoolOptions
  readonly #usual: Settled
  readonly #subscriptions: LastingSubscriptions
  readonly #patience = new Patience()
  readonly #closing = new AbortController()
  readonly #ended: Promise<void>
  readonly #onAbort = (): void => void this.close()
  #state: PoolState = { name: 'connecting', since: new Date(), reason: null }
  #contact: Contact

  /** @internal Use `openPool`. */
  constructor(options: PoolOptions) {
    this.#options = options
    this.#usual = { deadlineMs: options.deadlineMs ?? usualDeadlineMs }
    this.#subscriptions = new LastingSubscriptions(options.onListenerError ?? warn)
    this.#contact = this.#newContact()
    this.#ended = this.#run()
    options.signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (options.signal?.aborted) this.#onAbort()
  }

  get state(): PoolState {
    return this.#state
  }

  /** As `Connection.call`, on the least busy connection of the call's lane. The deadline includes waiting for a place. */
  call<Name extends CallName>(name: Name, ...[args, options]: CallRest<Name>): Promise<Reply<Name>> {
    const contact = this.#contactOrReason()
    if (!(contact instanceof Contact)) return Promise.reject(contact)
    const settled = options ? { ...this.#usual, ...options } : this.#usual
    return contact.call(name, (on, left) => on.call(name, ...([args, left] as unknown as CallRest<Name>)), settled)
  }

  /** As `Connection.genericCall`, on a connection of the last lane, as nobody knows how long it takes. */
  genericCall<Reply = Uint8Array>(asked: GenericCall<Reply>, options: CallOptions = {}): Promise<Reply> {
    const contact = this.#contactOrReason()
    if (!(contact instanceof Contact)) return Promise.reject(contact)
    const act = (on: Connection, left: CallOptions) => on.genericCall(asked, left)
    return contact.call(null, act, { ...this.#usual, ...options })
  }

  /** As `Connection.readStream`, on a connection that nothing else uses meanwhile. */
  readStream<Name extends ReadStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.#stream(name, rest, on => on.readStream(name, ...rest))
  }

  /** As `Connection.writeStream`, on a connection that nothing else uses meanwhile. */
  writeStream<Name extends WriteStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: WriteStream }> {
    return this.#stream(name, rest, on => on.writeStream(name, ...rest))
  }

  /** As `Connection.duplexStream`, on a connection that nothing else uses meanwhile. */
  duplexStream<Name extends DuplexStreamName>(
    name: Name,
    ...rest: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: DuplexStream }> {
    return this.#stream(name, rest, on => on.duplexStream(name, ...rest))
  }

  /** As `Connection.subscribe`, and made again whenever the host is back: then `onResync` is called. */
  async subscribe<Name extends EventName>(
    event: Name,
    listener: EventListener<Name>,
    options: LastingOptions<Name> = {},
  ): Promise<() => Promise<void>> {
    const contact = this.#contactOrReason()
    if (!(contact instanceof Contact)) throw contact
    return this.#subscriptions.add(await contact.events, event, listener, options)
  }

  /**
   * As `Connection.events`, through any number of losses: when the host is back, a `message` that is null says that
   * events are missing, so read again what they were to tell. The loop ends with its signal or when the pool is closed.
   */
  async *events<Name extends EventName>(
    event: Name,
    options: EventsOptions<Name> = {},
  ): AsyncGenerator<Heard<EventMessages[Name] | null>, void, undefined> {
    const { limit, signal, ...narrowed } = options
    const queue = new EventQueue<EventMessages[Name] | null>(limit)
    const lasting = { ...narrowed, onResync: () => queue.push(null) } as LastingOptions<Name>
    signal?.throwIfAborted()
    const stop = await this.subscribe(event, message => queue.push(message), lasting)
    const end = (): void => queue.end(null)
    const ends = [this.#closing.signal, ...(signal ? [signal] : [])]
    for (const one of ends) one.addEventListener('abort', end, { once: true })
    if (ends.some(one => one.aborted)) end()
    try {
      for (let heard = await queue.next(); heard; heard = await queue.next()) yield heard
    } finally {
      for (const one of ends) one.removeEventListener('abort', end)
      await stop()
    }
  }

  /** Tries again at once while the host is down: something says that it is back, for instance its socket appeared. */
  wake(): void {
    if (this.#state.name !== 'up') this.#patience.wake()
  }

  /** Ends all connections. What still waits is rejected with a TransportError of the reason `closed`. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    this.#patience.wake()
    await this.#contact.close()
    await this.#ended
  }

  async #run(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const reason = await this.#live()
      if (this.#closing.signal.aborted) return
      const { name, since } = this.#state
      if (name === 'up' && Date.now() - since.getTime() > goodAfterMs) attempt = 0
      const away = awayError(reason)
      this.#show({ name: 'down', since: name === 'down' ? since : new Date(), reason })
      await this.#contact.end(away)
      if (await this.#patience.wait(backoffMs(attempt, this.#options.random ?? Math.random))) attempt = -1
      if (this.#closing.signal.aborted) return
      this.#contact = this.#newContact()
    }
  }

  /** Lives through one contact with the host; resolves with why it ended or never came about. */
  async #live(): Promise<Error> {
    try {
      const events = await this.#contact.events
      await this.#subscriptions.renew(events)
      const isBack = this.#state.name === 'down'
      this.#patience.calm()
      this.#show({ name: 'up', since: new Date(), reason: null })
      if (isBack) this.#resync()
      return (await events.closed) ?? new TransportError('closed', 'The pool was closed.')
    } catch (error) {
      return error as Error
    }
  }

  #newContact(): Contact {
    return new Contact(this.#options.lanes ?? usualLanes, signal => this.#connect(signal))
  }

  async #connect(given?: AbortSignal): Promise<Connection> {
    const attempt = new AbortController()
    const late = new TransportError(
      'failed',
      `The host did not answer within ${attemptMs / 1000} s. Look whether it runs and can be reached.`,
    )
    const timer = setTimeout(() => attempt.abort(late), attemptMs)
    const signals = [this.#closing.signal, ...(given ? [given] : [])]
    const onAbort = (): void => attempt.abort(signals.find(({ aborted }) => aborted)?.reason)
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true })
    if (signals.some(({ aborted }) => aborted)) onAbort()
    try {
      return await connect({ ...this.#options, ...this.#usual, signal: attempt.signal })
    } finally {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', onAbort)
    }
  }

  #stream<Name extends StreamName, Opened extends { stream: unknown }>(
    name: Name,
    [, options]: CallRest<Name>,
    act: (connection: Connection) => Promise<Opened>,
  ): Promise<Opened> {
    const contact = this.#contactOrReason()
    if (!(contact instanceof Contact)) return Promise.reject(contact)
    return contact.stream(name, act, { ...this.#usual, ...options })
  }

  #contactOrReason(): Contact | TransportError {
    if (this.#closing.signal.aborted) return new TransportError('closed', 'The pool was closed.')
    return this.#state.name === 'down' ? awayError(this.#state.reason) : this.#contact
  }

  #show(state: PoolState): void {
    this.#state = state
    this.#subscriptions.tell(() => this.#options.onState?.(state))
  }

  #resync(): void {
    this.#subscriptions.resync()
    this.#subscriptions.tell(() => this.#options.onResync?.())
  }
}

function awayError(cause: Error): TransportError {
  const reason = cause instanceof TransportError ? cause.reason : 'failed'
  return new TransportError(reason, `The host is away, and is tried again by itself: ${cause.message}`, { cause })
}

import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ask, completed } from './asked-first.ts'
import { type CallOptions, Calls } from './calls.ts'
import { refuseDescriptors } from './descriptors.ts'
import { ProtocolError, TransportError } from './errors.ts'
import { EventQueue, type Heard } from './event-queue.ts'
import { type Frame, MessageStatus, MessageType } from './frame.ts'
import { described, type GenericCall, readDescribed } from './generic-call.ts'
import { KeepAlive, type KeepAliveOptions } from './keep-alive.ts'
import { emptyPayload, Link } from './link.ts'
import { connectionClosed, type EventMessages, eventFamilies, events } from './protocol/events.gen.ts'
import { keepAliveProgram } from './protocol/keepalive.gen.ts'
import type { Procedure } from './protocol/procedure.ts'
import {
  type Args,
  type CallName,
  type DuplexStreamName,
  procedures,
  type ReadStreamName,
  type Reply,
  type StreamName,
  type WriteStreamName,
} from './protocol/procedures.ts'
import type { DuplexStream, ReadStream, RemoteStream, WriteStream } from './remote-stream.ts'
import { Streams } from './streams.ts'
import { type EventRequest, Subscriptions } from './subscriptions.ts'

/** How long closing waits for the daemon to say goodbye, in ms. */
const goodbyeMs = 2000

/** Waits for something, and no longer than this. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController()
  await Promise.race([work, sleep(ms, undefined, { signal: patience.signal }).catch(() => {})])
  patience.abort()
}

/** What a connection needs to know besides the stream that it speaks over. */
export interface ConnectionOptions {
  /** The default deadline of a call, in ms. */
  deadlineMs: number
  /** Hears what an event listener threw or rejected with. */
  onListenerError: (error: unknown) => void
}

/**
 * What a daemon may be able to do: string values in typed parameters, pings, events by callback id, saying that it lost
 * its hypervisor, and taking the arguments of `networkUpdate` in the documented order (older ones swap command and section).
 */
export type Feature = 'typedParamStrings' | 'keepAlive' | 'eventCallbacks' | 'closeCallback' | 'networkUpdateOrder'

/** The name of an event. */
export type EventName = keyof EventMessages

/** Hears of an event. What it throws, or rejects with, goes to `onListenerError` and stops nothing. */
export type EventListener<Name extends EventName> = (message: EventMessages[Name]) => unknown

/** The arguments after a procedure's name: its own arguments, which may be left out where each of them may, and options. */
export type CallRest<Name extends CallName | StreamName> =
  Args<Name> extends undefined
    ? [args?: undefined, options?: CallOptions]
    : Record<never, never> extends Args<Name>
      ? [args?: Args<Name>, options?: CallOptions]
      : [args: Args<Name>, options?: CallOptions]

const noArguments = {}

/** Narrows a subscription. */
export interface SubscribeOptions<Name extends EventName> {
  /** Only events about this domain, network, pool, device or secret. */
  only?: Extract<EventMessages[Name][keyof EventMessages[Name]], { name: string } | { usageID: string }>
}

/** Narrows `events`, and ends it. */
export interface EventsOptions<Name extends EventName> extends SubscribeOptions<Name> {
  /** How many events may wait. Default: 1024. */
  limit?: number
  /** Ends the iteration. */
  signal?: AbortSignal
}

/** An open conversation with a libvirt daemon; `connect` makes one. */
export class Connection {
  /** Resolves once, when the connection has ended: with the reason, or with null when `close` ended it. */
  readonly closed: Promise<Error | null>
  /** What the daemon can do. */
  features: ReadonlySet<Feature> = new Set()
  /** @internal Called whenever a call was answered or given up. */
  onRoomChange: () => void = () => {}
  readonly #options: ConnectionOptions
  readonly #link: Link
  readonly #calls: Calls
  readonly #streams: Streams
  readonly #subscriptions = new Subscriptions()
  readonly #ask: Ask = (name, args, options) => this.#call(name, args, options)
  #keepAlive: KeepAlive | null = null
  #goodbye: 'connectClose' | 'adminConnectClose' = 'connectClose'
  #fault: Error | null = null
  #leaving = false
  #tellClosed: (reason: Error | null) => void = () => {}

  /** @internal Use `connect`, which also logs in and opens the hypervisor. */
  constructor(duplex: Duplex, options: ConnectionOptions) {
    this.#options = options
    this.closed = new Promise(resolve => {
      this.#tellClosed = resolve
    })
    this.#link = new Link(
      duplex,
      frame => this.#receive(frame),
      error => this.#end(error, error),
    )
    this.#calls = new Calls(this.#link, () => this.onRoomChange())
    this.#streams = new Streams(this.#link)
  }

  /**
   * Calls a procedure of libvirt, by libvirt's name: DOMAIN_GET_STATE is `domainGetState`.
   * What libvirt's own library adds is added here too: flags that are left out are 0, counts are found out.
   * Rejects with LibvirtError, DeadlineError, TransportError, ProtocolError, the signal's reason,
   * or a TypeError or RangeError where an argument cannot be sent.
   */
  call<Name extends CallName>(name: Name, ...[args, options]: CallRest<Name>): Promise<Reply<Name>> {
    const said = args as Args<Name>
    const completing = completed(name, said, this.#ask, options ?? {})
    return completing ? completing.then(all => this.#call(name, all, options)) : this.#call(name, said, options)
  }

  /**
   * Calls a procedure that this package does not know yet, by its number. It must not open a stream.
   * What a daemon does not know either rejects with a LibvirtError that is `unsupported`.
   */
  async genericCall<Reply = Uint8Array>(asked: GenericCall<Reply>, options: CallOptions = {}): Promise<Reply> {
    if (this.#fault) throw this.#fault
    const { name, procedure } = described(asked)
    const deadlineMs = options.deadlineMs ?? this.#options.deadlineMs
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const outcome = { replied: resolve, failed: reject }
      this.#calls.start(name, procedure, undefined, { deadlineMs, signal: options.signal }, outcome)
    })
    return readDescribed(asked, bytes)
  }

  /**
   * Calls a procedure that answers and then sends bytes, such as `domainScreenshot`.
   * The deadline ends with the reply; the signal also aborts the stream. Read the stream or destroy it: until then the daemon keeps it open.
   */
  readStream<Name extends ReadStreamName>(
    name: Name,
    ...[args, options]: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: ReadStream }> {
    return this.#stream(name, args, options)
  }

  /**
   * Calls a procedure that answers and then takes bytes, such as `storageVolUpload`. Write them and `end`, best by
   * `pipeline`: when that is done the host has everything. Destroying the stream makes the host drop what it got.
   */
  writeStream<Name extends WriteStreamName>(
    name: Name,
    ...[args, options]: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: WriteStream }> {
    return this.#stream(name, args, options)
  }

  /** Calls a procedure that answers and then both sends and takes bytes: a console or a channel. */
  duplexStream<Name extends DuplexStreamName>(
    name: Name,
    ...[args, options]: CallRest<Name>
  ): Promise<{ reply: Reply<Name>; stream: DuplexStream }> {
    return this.#stream(name, args, options)
  }

  /**
   * Listens to an event. Resolves when the daemon will send it, with a function that stops listening.
   * Listeners are called in the order of arrival and never waited for.
   */
  async subscribe<Name extends EventName>(
    event: Name,
    listener: EventListener<Name>,
    options: SubscribeOptions<Name> = {},
  ): Promise<() => Promise<void>> {
    const request = this.#eventRequest(event, options.only ?? null)
    return this.#subscriptions.add(request, message => this.#tell(listener as (message: unknown) => unknown, message))
  }

  /**
   * The events of one kind, for `for await`; leaving the loop stops listening. At most `limit` of them (1024) wait for
   * a slow loop: then the oldest are dropped, and `missed` says how many. The loop throws what ends the connection.
   */
  async *events<Name extends EventName>(
    event: Name,
    options: EventsOptions<Name> = {},
  ): AsyncGenerator<Heard<EventMessages[Name]>, void, undefined> {
    const { limit, signal, ...narrowed } = options
    const queue = new EventQueue<EventMessages[Name]>(limit)
    const onAbort = (): void => queue.end(null)
    signal?.throwIfAborted()
    const stop = await this.subscribe(event, message => queue.push(message), narrowed)
    signal?.addEventListener('abort', onAbort, { once: true })
    void this.closed.then(reason => queue.end(reason))
    if (signal?.aborted) onAbort()
    try {
      for (let heard = await queue.next(); heard; heard = await queue.next()) yield heard
    } finally {
      signal?.removeEventListener('abort', onAbort)
      await stop()
    }
  }

  /** Ends the connection. What still waits is rejected with a TransportError of the reason `closed`. */
  async close(): Promise<void> {
    if (this.#calls.free && !this.#fault) {
      // A daemon that has heard it may hang up at once: however it ends from here on, it is we who ended it.
      this.#leaving = true
      await within(goodbyeMs, this.#subscriptions.end())
      await this.call(this.#goodbye, undefined, { deadlineMs: goodbyeMs }).catch(() => {})
    }
    this.destroy()
  }

  /** Ends the connection at once, without a word to the daemon. A reason is told to everybody who waits. */
  destroy(reason: Error | null = null): void {
    this.#end(reason ?? new TransportError('closed', 'This connection was closed.'), reason)
  }

  /** @internal How many more calls would go out at once; negative while some are queued. */
  get room(): number {
    return this.#calls.room
  }

  /** @internal How many calls were given up and still hold their places, until they are answered. */
  get hung(): number {
    return this.#calls.hung
  }

  /** @internal The daemon has opened the hypervisor, or itself, and said what it can do. */
  begin(features: ReadonlySet<Feature>, options: KeepAliveOptions, goodbye = this.#goodbye): void {
    this.features = features
    this.#goodbye = goodbye
    if (this.#fault || !features.has('keepAlive')) return
    this.#keepAlive = new KeepAlive(options, {
      ping: () => this.#sendKeepAlive(keepAliveProgram.ping),
      dead: () => {
        const silentS = (options.intervalMs * (options.count + 1)) / 1000
        const error = new TransportError('keepalive', `The host has not answered for about ${silentS} s.`)
        this.#end(error, error)
      },
      deaf: () => this.#link.held,
    })
  }

  #eventRequest(event: EventName, subject: object | null): EventRequest {
    const { family, id } = events[event]
    const { register, deregister, only } = eventFamilies[family]
    const which = id === null ? { event: null, flags: 0 } : { eventID: id }
    return {
      key: JSON.stringify([event, subject && { ...subject, id: null }]),
      family,
      register: async () => (await this.call(register, { ...which, [only]: subject } as never)).callbackID,
      deregister: async callbackID => {
        if (!this.#fault) await this.call(deregister, { callbackID })
      },
    }
  }

  #call<Name extends CallName>(name: Name, args: Args<Name>, options?: CallOptions): Promise<Reply<Name>> {
    return new Promise((resolve, reject) => {
      this.#start(name, args, options, { replied: reply => resolve(reply as Reply<Name>), failed: reject })
    })
  }

  #stream<Name extends StreamName>(
    name: Name,
    args: unknown,
    options?: CallOptions,
  ): Promise<{ reply: Reply<Name>; stream: RemoteStream }> {
    return new Promise((resolve, reject) => {
      const replied = (reply: unknown, serial: number, givenUp: boolean): void => {
        const procedure = procedures[name] as Procedure<unknown, unknown>
        const stream = this.#streams.open({ name, procedure, args }, serial)
        stream.begin()
        if (givenUp) stream.abort()
        else if (options?.signal) stream.abortBy(options.signal)
        resolve({ reply: reply as Reply<Name>, stream })
      }
      this.#start(name, args, options, { replied, failed: reject })
    })
  }

  #start(
    name: CallName | StreamName,
    args: unknown,
    options: CallOptions = {},
    outcome: Parameters<Calls['start']>[4],
  ): void {
    if (this.#fault) throw this.#fault
    const procedure = procedures[name] as Procedure<unknown, unknown> | undefined
    if (!procedure) throw new TypeError(`libvirt has no procedure called ${name}.`)
    refuseDescriptors(name)
    const deadlineMs = options.deadlineMs ?? this.#options.deadlineMs
    const sent = name === 'networkUpdate' ? this.#ordered(args as Args<'networkUpdate'>) : (args ?? noArguments)
    this.#calls.start(name, procedure, sent, { deadlineMs, signal: options.signal }, outcome)
  }

  // Older daemons take the two the other way round than virNetworkUpdate has them.
  #ordered(args: Args<'networkUpdate'>): Args<'networkUpdate'> {
    if (this.features.has('networkUpdateOrder')) return args
    return { ...args, command: args.section, section: args.command }
  }

  #receive(frame: Frame): void {
    this.#keepAlive?.heard()
    switch (frame.type) {
      case MessageType.reply:
        // The error for a hole that was sent comes as a reply, though the call was answered long before.
        if (this.#streams.has(frame.serial) && !this.#calls.waiting(frame.serial)) this.#streams.receive(frame)
        else this.#calls.receive(frame)
        break
      case MessageType.stream:
      case MessageType.streamHole:
        this.#receiveStream(frame)
        break
      case MessageType.message:
        this.#receiveMessage(frame)
        break
      default:
        throw new ProtocolError('message-type', `a message has the type ${frame.type}, which nobody asked for`)
    }
  }

  #receiveStream(frame: Frame): void {
    const call = this.#calls.waiting(frame.serial)
    if (call?.procedure.stream) this.#streams.open(call, frame.serial)
    this.#streams.receive(frame)
  }

  #receiveMessage(frame: Frame): void {
    if (frame.program === keepAliveProgram.program) {
      if (frame.procedure === keepAliveProgram.ping) this.#sendKeepAlive(keepAliveProgram.pong)
    } else if (frame.program === connectionClosed.program && frame.procedure === connectionClosed.number) {
      const error = new TransportError('lost', 'The libvirt daemon lost its connection to the hypervisor.')
      this.#end(error, error)
    } else {
      this.#subscriptions.receive(frame)
    }
  }

  #sendKeepAlive(number: number): void {
    const { program, version } = keepAliveProgram
    const header = {
      program,
      version,
      procedure: number,
      type: MessageType.message,
      serial: 0,
      status: MessageStatus.ok,
    }
    this.#link.send(this.#link.frame(header, emptyPayload))
  }

  #tell(listener: (message: unknown) => unknown, message: unknown): void {
    try {
      const result = listener(message)
      if (result instanceof Promise) result.catch(this.#options.onListenerError)
    } catch (error) {
      this.#options.onListenerError(error)
    }
  }

  #end(error: Error, reason: Error | null): void {
    if (this.#fault) return
    this.#fault = error
    this.#keepAlive?.stop()
    this.#link.destroy()
    this.#calls.fail(error)
    this.#streams.fail(error)
    this.#tellClosed(this.#leaving ? null : reason)
  }
}

import { ProtocolError } from './errors.ts'
import { type Frame, headerSize } from './frame.ts'
import type { EventFamily, EventKind } from './protocol/event-kind.ts'
import { events, legacyEvents } from './protocol/events.gen.ts'
import { XdrReader } from './xdr-reader.ts'

type Deliver = (message: unknown) => void

/** How one event, about one object or about all, is asked for. A daemon refuses to be asked twice for the same. */
export interface EventRequest {
  /** The same for requests that ask for the same. */
  readonly key: string
  readonly family: EventFamily
  /** Resolves with the callback id that the events will carry. */
  register(): Promise<number>
  deregister(callbackId: number): Promise<void>
}

interface EarlyEvent {
  readonly id: string
  readonly message: unknown
}

/** Events that outran the reply which names their callback id; more than this is not kept. */
const earlyLimit = 1024

const kinds = new Map(Object.values(events).map(kind => [`${kind.program}/${kind.number}`, kind as EventKind<unknown>]))

/** Who listens to what. Listeners of the same event share one registration at the daemon. */
export class Subscriptions {
  readonly #requested = new Map<string, Registration>()
  readonly #registered = new Map<string, Registration>()
  readonly #early: EarlyEvent[] = []
  #registering = 0

  /** Adds a listener and resolves with the function that removes it again. */
  async add(request: EventRequest, deliver: Deliver): Promise<() => Promise<void>> {
    const registration = this.#requested.get(request.key) ?? new Registration(request)
    this.#requested.set(request.key, registration)
    const listener = { deliver }
    const remove = async (): Promise<void> => {
      if (!registration.listeners.delete(listener)) return
      await this.#settle(registration)
    }
    registration.listeners.add(listener)
    try {
      await this.#settle(registration)
    } catch (error) {
      await remove()
      throw error
    }
    return remove
  }

  /** Takes an event. Throws a ProtocolError when it is none that libvirt's protocol knows. */
  receive(frame: Frame): void {
    const kind = kinds.get(`${frame.program}/${frame.procedure}`)
    if (!kind) {
      if (legacyEvents.has(frame.procedure)) return
      throw new ProtocolError('procedure', `a message has the number ${frame.procedure}, which is no event`)
    }
    const reader = new XdrReader(frame.bytes, headerSize)
    const id = idOf(kind.family, reader.int())
    const message = kind.read(reader)
    reader.end()
    const registration = this.#registered.get(id)
    if (registration) registration.tell(message)
    else if (this.#registering > 0 && this.#early.length < earlyLimit) this.#early.push({ id, message })
  }

  /**
   * Ends all of them, before the connection is left. libvirt 9.0 drops what is still registered as a connection ends, from
   * two of its threads at once where a reply is under way too, and falls over it with all that it does for others.
   */
  async end(): Promise<void> {
    const ends = [...this.#registered.values()].map(registration => {
      registration.listeners.clear()
      return this.#settle(registration)
    })
    await Promise.allSettled(ends)
  }

  #settle(registration: Registration): Promise<void> {
    return registration.inTurn(async () => {
      const { request, listeners } = registration
      if (listeners.size > 0 && registration.callbackId === null) await this.#register(registration)
      if (listeners.size === 0 && registration.callbackId !== null) await this.#deregister(registration)
      if (listeners.size === 0) this.#requested.delete(request.key)
    })
  }

  async #deregister(registration: Registration): Promise<void> {
    const { request, callbackId } = registration
    if (callbackId === null) return
    registration.callbackId = null
    this.#registered.delete(idOf(request.family, callbackId))
    await request.deregister(callbackId)
  }

  // An event may overtake the reply with its callback id, so those of unknown ids are kept while a registration is under way.
  async #register(registration: Registration): Promise<void> {
    this.#registering++
    try {
      registration.callbackId = await registration.request.register()
      const id = idOf(registration.request.family, registration.callbackId)
      this.#registered.set(id, registration)
      for (const event of this.#early) if (event.id === id) registration.tell(event.message)
    } finally {
      if (--this.#registering === 0) this.#early.length = 0
    }
  }
}

/** One event that the daemon was asked for, with everybody who listens to it. */
class Registration {
  readonly request: EventRequest
  readonly listeners = new Set<{ deliver: Deliver }>()
  callbackId: number | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(request: EventRequest) {
    this.request = request
  }

  tell(message: unknown): void {
    for (const listener of this.listeners) listener.deliver(message)
  }

  /** Asking and un-asking go one after the other, because the daemon may serve two calls in either order. */
  inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }
}

// Callback ids are unique only within a family.
const idOf = (family: EventFamily, callbackId: number): string => `${family}/${callbackId}`

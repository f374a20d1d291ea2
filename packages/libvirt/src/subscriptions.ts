import { ProtocolError } from './errors.ts'
import { type Frame, headerSize } from './frame.ts'
import type { EventFamily, EventKind } from './protocol/event-kind.ts'
import { type EventMessages, events, legacyEvents } from './protocol/events.gen.ts'
import { XdrReader } from './xdr-reader.ts'

/** The name of an event. */
export type EventName = keyof EventMessages

/** Hears of an event. What it throws, or rejects with, is reported and stops nothing. */
export type EventListener<Name extends EventName> = (message: EventMessages[Name]) => unknown

type Deliver = (message: unknown) => void

interface Event {
  readonly kind: EventKind<unknown>
  readonly callbackId: number
  readonly message: unknown
}

/** Events that outran the reply which names their callback id; more than this is not kept. */
const earlyLimit = 1024

const kinds = new Map(Object.values(events).map(kind => [`${kind.program}/${kind.number}`, kind as EventKind<unknown>]))

/** Who listens to what: callback ids are unique only within a family. */
export class Subscriptions {
  readonly #listeners = new Map<string, Deliver>()
  readonly #early: Event[] = []
  #registering = 0

  /**
   * Adds a listener under the id that `register` gets from the daemon.
   * An event may overtake that answer, so events of unknown ids are kept while any registration is under way.
   */
  async add(family: EventFamily, register: () => Promise<number>, deliver: Deliver): Promise<number> {
    this.#registering++
    try {
      const callbackId = await register()
      this.#listeners.set(key(family, callbackId), deliver)
      for (const event of this.#early) {
        if (event.kind.family === family && event.callbackId === callbackId) deliver(event.message)
      }
      return callbackId
    } finally {
      if (--this.#registering === 0) this.#early.length = 0
    }
  }

  remove(family: EventFamily, callbackId: number): void {
    this.#listeners.delete(key(family, callbackId))
  }

  /** Takes an event. Throws a ProtocolError when it is none that libvirt's protocol knows. */
  receive(frame: Frame): void {
    const kind = kinds.get(`${frame.program}/${frame.procedure}`)
    if (!kind) {
      if (legacyEvents.has(frame.procedure)) return
      throw new ProtocolError('procedure', `a message has the number ${frame.procedure}, which is no event`)
    }
    const reader = new XdrReader(frame.bytes, headerSize)
    const callbackId = reader.int()
    const message = kind.read(reader)
    reader.end()
    const deliver = this.#listeners.get(key(kind.family, callbackId))
    if (deliver) deliver(message)
    else if (this.#registering > 0 && this.#early.length < earlyLimit) this.#early.push({ kind, callbackId, message })
  }
}

const key = (family: EventFamily, callbackId: number): string => `${family}/${callbackId}`

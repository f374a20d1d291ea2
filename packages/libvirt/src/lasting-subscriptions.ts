import type { Connection, EventListener, EventName, SubscribeOptions } from './connection.ts'
import { LibvirtError } from './errors.ts'

/** Narrows a subscription that outlives connections. */
export interface LastingOptions<Name extends EventName> extends SubscribeOptions<Name> {
  /** Called when the host is back after a loss: events are missing, so read again what they were to tell. */
  onResync?: () => unknown
}

interface Lasting {
  subscribe(connection: Connection): Promise<() => Promise<void>>
  stop: () => Promise<void>
  readonly resync: () => unknown
}

/** Who listens to what, whichever connection the events come by. */
export class LastingSubscriptions {
  readonly #all = new Set<Lasting>()
  readonly #onListenerError: (error: unknown) => void

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError
  }

  /** Resolves when the daemon will send the event, with the function that stops it for good. */
  async add<Name extends EventName>(
    connection: Connection,
    event: Name,
    listener: EventListener<Name>,
    { onResync, ...options }: LastingOptions<Name>,
  ): Promise<() => Promise<void>> {
    const subscribe = (on: Connection) => on.subscribe(event, listener, options as SubscribeOptions<Name>)
    const lasting: Lasting = { subscribe, stop: await subscribe(connection), resync: onResync ?? (() => {}) }
    this.#all.add(lasting)
    return async () => {
      if (this.#all.delete(lasting)) await lasting.stop()
    }
  }

  /** Makes every subscription again. One that the daemon refuses now is told of and tried again next time. */
  async renew(connection: Connection): Promise<void> {
    await Promise.all([...this.#all].map(lasting => this.#renew(lasting, connection)))
  }

  resync(): void {
    for (const { resync } of this.#all) this.tell(resync)
  }

  /** Calls a listener, whose errors stop nothing. */
  tell(listener: () => unknown): void {
    try {
      const result = listener()
      if (result instanceof Promise) result.catch(this.#onListenerError)
    } catch (error) {
      this.#onListenerError(error)
    }
  }

  async #renew(lasting: Lasting, connection: Connection): Promise<void> {
    try {
      const stop = await lasting.subscribe(connection)
      if (this.#all.has(lasting)) lasting.stop = stop
      else await stop()
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error
      lasting.stop = async () => {}
      this.#onListenerError(error)
    }
  }
}

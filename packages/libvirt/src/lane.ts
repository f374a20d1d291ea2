import { type CallOptions, callsInFlight } from './calls.ts'
import type { Connection } from './connection.ts'
import { DeadlineError } from './errors.ts'

/** A connection with more calls than this that nobody waits for any more, and that hold their places, is replaced. */
const mostHung = 2

/**
 * So many replaced connections may linger for their answers. A daemon has about 20 workers for everything that may
 * wait for a guest: without a limit a few frozen guests would take them all, and from every client.
 */
const mostDraining = 2

/** Does something on a connection, within what is left of the deadline. */
type Act<T> = (connection: Connection, options: CallOptions) => Promise<T>

interface Waiting {
  start(connection: Connection): void
  fail(error: unknown): void
}

/** A few connections that share calls of one kind: each call goes to the least busy, and waits while all are full. */
export class Lane {
  readonly #connections = new Set<Connection>()
  readonly #draining = new Set<Connection>()
  readonly #waiting = new Set<Waiting>()
  readonly #most: number
  readonly #open: () => Promise<Connection>
  #opening = 0
  #ended = false

  /** At most so many connections, each opened when those before it are busy. */
  constructor(most: number, open: () => Promise<Connection>) {
    this.#most = most
    this.#open = open
  }

  /** Makes a call as soon as a connection has a place for it. */
  run<T>(name: string, act: Act<T>, options: CallOptions & { deadlineMs: number }): Promise<T> {
    const connection = this.#leastBusy()
    return connection ? act(connection, options) : this.#queued(name, act, options)
  }

  /** Ends every connection, and every call that waits, with an error. */
  end(reason: Error): void {
    this.#ended = true
    this.#failWaiting(reason)
    for (const connection of [...this.#connections, ...this.#draining]) connection.destroy(reason)
  }

  /** Says goodbye on every connection. What waits is rejected with the error. */
  async close(reason: Error): Promise<void> {
    this.#ended = true
    this.#failWaiting(reason)
    await Promise.all([...this.#connections, ...this.#draining].map(connection => connection.close()))
  }

  #queued<T>(name: string, act: Act<T>, options: CallOptions & { deadlineMs: number }): Promise<T> {
    const { deadlineMs, signal } = options
    return new Promise<T>((resolve, reject) => {
      signal?.throwIfAborted()
      const began = performance.now()
      const settle = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#waiting.delete(waiting)
      }
      const waiting: Waiting = {
        start: connection => {
          settle()
          const leftMs = Math.max(0, deadlineMs - (performance.now() - began))
          // The deadline that was missed is the caller's, not what was left of it.
          const whole = (error: unknown): unknown =>
            error instanceof DeadlineError ? new DeadlineError(name, deadlineMs, error.sent) : error
          act(connection, { ...options, deadlineMs: leftMs }).then(resolve, error => reject(whole(error)))
        },
        fail: error => {
          settle()
          reject(error)
        },
      }
      const onAbort = (): void => waiting.fail(signal?.reason)
      const onDeadline = (): void => waiting.fail(new DeadlineError(name, deadlineMs, false))
      const timer = deadlineMs < 2 ** 31 ? setTimeout(onDeadline, deadlineMs) : undefined
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(waiting)
    })
  }

  #leastBusy(): Connection | null {
    let best: Connection | null = null
    let room = 0
    for (const connection of this.#connections) {
      if (connection.room > room) {
        best = connection
        room = connection.room
      }
    }
    if (room < callsInFlight) void this.#grow()
    return best
  }

  async #grow(): Promise<void> {
    if (this.#ended || this.#connections.size + this.#opening >= this.#most) return
    this.#opening++
    try {
      this.#adopt(await this.#open())
    } catch (error) {
      if (this.#connections.size === 0 && this.#opening === 1) this.#failWaiting(error)
    } finally {
      this.#opening--
    }
  }

  #adopt(connection: Connection): void {
    if (this.#ended) {
      connection.destroy()
      return
    }
    this.#connections.add(connection)
    connection.onRoomChange = () => this.#attend(connection)
    void connection.closed.then(() => {
      this.#connections.delete(connection)
      this.#draining.delete(connection)
      this.#startWaiting()
    })
    this.#startWaiting()
  }

  #attend(connection: Connection): void {
    if (connection.hung > mostHung && this.#draining.size < mostDraining && this.#connections.delete(connection)) {
      this.#draining.add(connection)
    }
    if (this.#draining.has(connection) && connection.room === callsInFlight) connection.destroy()
    this.#startWaiting()
  }

  #startWaiting(): void {
    for (const waiting of this.#waiting) {
      const connection = this.#leastBusy()
      if (!connection) return
      waiting.start(connection)
    }
  }

  #failWaiting(error: unknown): void {
    for (const waiting of this.#waiting) waiting.fail(error)
  }
}

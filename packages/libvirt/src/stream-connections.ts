import type { Duplex } from 'node:stream'
import { type CallOptions, callsInFlight } from './calls.ts'
import type { Connection } from './connection.ts'
import { DeadlineError } from './errors.ts'

/** How long a connection is kept for the next stream, in ms. */
const idleMs = 30_000

/** So many calls that were to open a stream may hang, each on its connection; more would use up the daemon's workers. */
const mostHung = 8

/** What opens a stream on a connection. */
type Act<Opened> = (connection: Connection) => Promise<Opened>

/** A connection for each stream, as a stream that is not read holds back everything else on its connection. */
export class StreamConnections {
  readonly #open: (signal?: AbortSignal) => Promise<Connection>
  readonly #all = new Set<Connection>()
  #hung = 0
  #idle: Connection | null = null
  #idleTimer: NodeJS.Timeout | undefined
  #ended: Error | null = null

  constructor(open: (signal?: AbortSignal) => Promise<Connection>) {
    this.#open = open
  }

  /** Opens a stream on a connection that nothing else uses until the stream is closed. */
  async run<Opened extends { stream: unknown }>(
    name: string,
    act: Act<Opened>,
    { signal, deadlineMs }: CallOptions & { deadlineMs: number },
  ): Promise<Opened> {
    if (this.#hung >= mostHung) throw new DeadlineError(name, deadlineMs, false)
    const connection = this.#takeIdle() ?? (await this.#fresh(signal))
    try {
      const opened = await act(connection)
      ;(opened.stream as Duplex).once('close', () => this.#giveBack(connection))
      return opened
    } catch (error) {
      this.#giveBack(connection)
      throw error
    }
  }

  /** Ends every stream with an error. */
  end(reason: Error): void {
    this.#ended = reason
    clearTimeout(this.#idleTimer)
    for (const connection of this.#all) connection.destroy(reason)
  }

  async close(reason: Error): Promise<void> {
    this.#ended = reason
    clearTimeout(this.#idleTimer)
    await Promise.all([...this.#all].map(connection => connection.close()))
  }

  async #fresh(signal: AbortSignal | undefined): Promise<Connection> {
    const connection = await this.#open(signal)
    if (this.#ended) {
      connection.destroy()
      throw this.#ended
    }
    this.#all.add(connection)
    void connection.closed.then(() => {
      this.#all.delete(connection)
      if (this.#idle === connection) this.#takeIdle()
    })
    return connection
  }

  #takeIdle(): Connection | null {
    clearTimeout(this.#idleTimer)
    const connection = this.#idle
    this.#idle = null
    return connection
  }

  #giveBack(connection: Connection): void {
    if (!this.#all.has(connection) || this.#ended) return
    if (connection.room < callsInFlight) this.#awaitAnswer(connection)
    else if (this.#idle) connection.destroy()
    else {
      this.#idle = connection
      this.#idleTimer = setTimeout(() => void this.#takeIdle()?.close(), idleMs).unref()
    }
  }

  // Nobody waits for the stream any more, but the daemon still works on the call; its answer frees both.
  #awaitAnswer(connection: Connection): void {
    this.#hung++
    const settle = (): void => {
      if (connection.hung > 0 && this.#all.has(connection)) return
      connection.onRoomChange = () => {}
      this.#hung--
      this.#giveBack(connection)
    }
    connection.onRoomChange = settle
    void connection.closed.then(() => connection.onRoomChange === settle && settle())
  }
}

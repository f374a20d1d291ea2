/** How many events wait for a slow listener, unless told otherwise. */
const usualLimit = 1024

/** An event, and how many were lost just before it because nobody took them in time. */
export interface Heard<Message> {
  readonly message: Message
  /** Above 0, what is known must be read again: events are missing from here. */
  readonly missed: number
}

/** Events that wait to be iterated: a bounded queue that drops the oldest and tells how many it dropped. */
export class EventQueue<Message> {
  readonly #limit: number
  readonly #waiting: Message[] = []
  #missed = 0
  #over: { reason: Error | null } | null = null
  #wake: (() => void) | null = null

  constructor(limit = usualLimit) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('The limit of an event queue must be 1 or more.')
    this.#limit = limit
  }

  push(message: Message): void {
    if (this.#over) return
    this.#waiting.push(message)
    if (this.#waiting.length > this.#limit) {
      this.#waiting.shift()
      this.#missed++
    }
    this.#wakeUp()
  }

  /** Nothing comes any more. What waits is still given out; then the iteration ends, or throws the reason. */
  end(reason: Error | null): void {
    this.#over ??= { reason }
    this.#wakeUp()
  }

  /** The next event; null when no more come. Rejects with the reason of the end. */
  async next(): Promise<Heard<Message> | null> {
    for (;;) {
      if (this.#waiting.length > 0) {
        const message = this.#waiting.shift() as Message
        const missed = this.#missed
        this.#missed = 0
        return { message, missed }
      }
      if (this.#over?.reason) throw this.#over.reason
      if (this.#over) return null
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = null
  }
}

import { headroom } from './server-frame.ts'

/** The most that is read at a time: with its header 256 KiB wait for a browser. Smaller pieces cost more CPU for the same bytes. */
export const pieceBytes = 256 * 1024 - headroom
/** What one console may pass on before others get their turn: every turn has its cost, which two pieces share. */
export const turnBytes = 2 * pieceBytes

/**
 * Lets consoles that pour go on one after the other, one in each turn of the event loop: however many they are, a key
 * pressed in another console waits for one turn, not for all of them. One event loop, so one queue.
 */
class Turns {
  readonly #waiting: (() => void)[] = []

  /** Calls back when it is the caller's turn, after everybody who waits already. */
  next(goOn: () => void): void {
    if (this.#waiting.push(goOn) === 1) setImmediate(this.#turn)
  }

  readonly #turn = () => {
    this.#waiting.shift()?.()
    if (this.#waiting.length > 0) setImmediate(this.#turn)
  }
}

export const turns = new Turns()

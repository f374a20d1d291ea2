/** What one turn of the event loop gives to it, ms. */
const sliceMs = 4

/**
 * Lets work that comes in storms have some milliseconds of each turn of the event loop. Else a thousand answers that come
 * at once would be worked off in one turn, and everybody else would wait for that.
 */
export class Slices {
  readonly #waiting: (() => void)[] = []

  /** Resolves when there is time, after all who wait already. What follows at once counts as done in that slice. */
  turn(): Promise<void> {
    return new Promise(resolve => {
      if (this.#waiting.push(resolve) === 1) setImmediate(this.#some)
    })
  }

  readonly #some = async () => {
    const until = performance.now() + sliceMs
    for (let next = this.#waiting[0]; next !== undefined && performance.now() < until; next = this.#waiting[0]) {
      next()
      // All that it goes on with by promises alone comes before this.
      await new Promise<void>(resolve => process.nextTick(resolve))
      this.#waiting.shift()
    }
    if (this.#waiting.length > 0) setImmediate(this.#some)
  }
}

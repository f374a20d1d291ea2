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

/** More than this is not kept: whoever sends faster than it is worked off is held up by it. */
const mostKept = 1000

/** The work of one sender, in the order in which it came, a piece in each slice. */
export class InSlices {
  readonly #slices: Slices
  readonly #waiting: (() => void)[] = []
  #working = false

  constructor(slices: Slices) {
    this.#slices = slices
  }

  /** `work` must not throw. */
  push(work: () => void): void {
    this.#waiting.push(work)
    if (this.#waiting.length > mostKept) for (const each of this.#waiting.splice(0)) each()
    if (!this.#working) void this.#workOff()
  }

  async #workOff(): Promise<void> {
    this.#working = true
    while (this.#waiting.length > 0) {
      await this.#slices.turn()
      this.#waiting.shift()?.()
    }
    this.#working = false
  }
}

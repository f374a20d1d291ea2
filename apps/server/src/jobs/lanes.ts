/** Lets so many things happen at once on each host, in the order in which they were asked for. */
export class Lanes {
  readonly #most: number
  readonly #busy = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  constructor(most: number) {
    this.#most = most
  }

  async run<T>(host: string, act: () => Promise<T>): Promise<T> {
    await this.#enter(host)
    try {
      return await act()
    } finally {
      this.#leave(host)
    }
  }

  async #enter(host: string): Promise<void> {
    const busy = this.#busy.get(host) ?? 0
    if (busy < this.#most) {
      this.#busy.set(host, busy + 1)
      return
    }
    const waiting = this.#waiting.get(host) ?? []
    this.#waiting.set(host, waiting)
    await new Promise<void>(resolve => waiting.push(resolve))
  }

  /** Hands the place to whoever waits longest. */
  #leave(host: string): void {
    const next = this.#waiting.get(host)?.shift()
    if (next !== undefined) {
      next()
      return
    }
    this.#waiting.delete(host)
    const busy = (this.#busy.get(host) ?? 1) - 1
    if (busy === 0) this.#busy.delete(host)
    else this.#busy.set(host, busy)
  }
}

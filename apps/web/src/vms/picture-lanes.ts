/** A browser opens six connections to a server: pictures must leave some to acts. */
const most = 4
/** A host takes one picture at a time: one more waits there, and the others' hosts are not kept waiting here. */
const mostPerHost = 2

interface Waiting {
  readonly host: string
  go(): void
}

/** Lets few pictures be asked for at once, and those of a slow host not hold up those of others. */
export class PictureLanes {
  readonly #busy = new Map<string, number>()
  readonly #waiting = new Set<Waiting>()
  #all = 0

  /** `signal` ends the wait of one that nobody looks at any more. */
  async run<T>(host: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    await this.#enter(host, signal)
    try {
      return await ask()
    } finally {
      this.#all--
      this.#busy.set(host, (this.#busy.get(host) ?? 1) - 1)
      this.#next()
    }
  }

  #enter(host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { host, go: resolve }
      this.#waiting.add(waiting)
      signal.addEventListener('abort', () => {
        if (this.#waiting.delete(waiting)) reject(signal.reason)
      })
      this.#next()
    })
  }

  #next(): void {
    for (const waiting of this.#waiting) {
      if (this.#all >= most) return
      const busy = this.#busy.get(waiting.host) ?? 0
      if (busy >= mostPerHost) continue
      this.#waiting.delete(waiting)
      this.#busy.set(waiting.host, busy + 1)
      this.#all++
      waiting.go()
    }
  }
}

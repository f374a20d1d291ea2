/**
 * Reads single domains again when something said that they changed: one read per domain at a time, so that a burst
 * of events gives one extra read and the last state wins; few at once, so that a stuck domain leaves the lane free.
 */
export class Rereads {
  readonly #read: (id: string) => Promise<void>
  readonly #atOnce: number
  readonly #due = new Map<string, (() => void)[]>()
  readonly #busy = new Set<string>()
  #held = false

  constructor(read: (id: string) => Promise<void>, atOnce = 2) {
    this.#read = read
    this.#atOnce = atOnce
  }

  /** Resolves after a read that began after this call. */
  request(id: string): Promise<void> {
    return new Promise(resolve => {
      const waiting = this.#due.get(id)
      if (waiting === undefined) this.#due.set(id, [resolve])
      else waiting.push(resolve)
      this.#pump()
    })
  }

  /** Keeps requests back until `release`: while the whole list is read, single reads would be overwritten by it. */
  hold(): void {
    this.#held = true
  }

  release(): void {
    this.#held = false
    this.#pump()
  }

  /** Forgets what is due: the host is lost, and is read whole when it is back. */
  clear(): void {
    for (const waiting of this.#due.values()) for (const resolve of waiting) resolve()
    this.#due.clear()
  }

  #pump(): void {
    if (this.#held) return
    for (const [id, waiting] of this.#due) {
      if (this.#busy.size >= this.#atOnce) return
      if (this.#busy.has(id)) continue
      this.#due.delete(id)
      this.#busy.add(id)
      void this.#read(id).finally(() => {
        this.#busy.delete(id)
        for (const resolve of waiting) resolve()
        this.#pump()
      })
    }
  }
}

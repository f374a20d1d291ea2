interface Waiting<T> {
  readonly what: T
  readonly written: () => void
  readonly failed: (error: unknown) => void
}

/** SQLite writes in the event loop: more at once would hold it up for longer than anybody should wait. */
const mostAtOnce = 100

/**
 * Writes together what is asked for in the same turn, or while a write is under way: what is done with a thousand VMs at
 * a time costs few commits. What can not be written together is written one by one, so that it fails alone.
 */
export class Gathered<T> {
  readonly #write: (batch: readonly T[]) => Promise<unknown>
  readonly #queue: Waiting<T>[] = []
  #working = false

  constructor(write: (batch: readonly T[]) => Promise<unknown>) {
    this.#write = write
  }

  /** Resolves once it is safely written. */
  add(what: T): Promise<void> {
    return new Promise((written, failed) => {
      this.#queue.push({ what, written, failed })
      if (!this.#working) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#working = true
    // Not in this turn: what is asked for in the same turn goes together.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, mostAtOnce)
      await this.#together(batch).catch(() => Promise.all(batch.map(each => this.#alone(each))))
    }
    this.#working = false
  }

  async #together(batch: readonly Waiting<T>[]): Promise<void> {
    await this.#write(batch.map(({ what }) => what))
    for (const { written } of batch) written()
  }

  async #alone({ what, written, failed }: Waiting<T>): Promise<void> {
    await this.#write([what]).then(written, failed)
  }
}

/** How often to ask whether the other side is there. */
export interface KeepAliveOptions {
  /** How long the line may be silent before a ping is sent, in ms. */
  intervalMs: number
  /** How many pings in a row may stay unanswered. */
  count: number
}

/** Sends a ping whenever nothing was heard for an interval, and says when too many went unanswered. */
export class KeepAlive {
  readonly #timer: NodeJS.Timeout
  #heard = true
  #unanswered = 0

  /** `deaf` tells whether our own side has stopped reading: then silence says nothing, but pings still show the daemon that we live. */
  constructor(options: KeepAliveOptions, actions: { ping(): void; dead(): void; deaf(): boolean }) {
    this.#timer = setInterval(() => {
      if (this.#heard || actions.deaf()) this.#unanswered = 0
      if (this.#unanswered >= options.count) actions.dead()
      else if (!this.#heard) {
        this.#unanswered++
        actions.ping()
      }
      this.#heard = false
    }, options.intervalMs).unref()
  }

  /** Anything that arrives counts as a sign of life. */
  heard(): void {
    this.#heard = true
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

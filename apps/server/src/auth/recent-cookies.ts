const goodForMs = 1000
const most = 10_000

/**
 * Whose cookie it was a moment ago: a window asks for many things at once, and who asks need not be looked up for each.
 * A session that ends on this server is forgotten at once, one that another ends within the second.
 */
export class RecentCookies<T> {
  readonly #now: () => number
  #known = new Map<string, { readonly whose: T; readonly until: number }>()

  /** `now` is a monotonic clock in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  get(cookie: string): T | undefined {
    const entry = this.#known.get(cookie)
    return entry !== undefined && this.#now() < entry.until ? entry.whose : undefined
  }

  /** Call it before the database is asked: an answer that was on its way when all was forgotten is not kept. */
  asking(): { keep(cookie: string, whose: T): void } {
    const [into, until] = [this.#known, this.#now() + goodForMs]
    return {
      keep: (cookie, whose) => {
        if (into.size >= most) into.clear()
        into.set(cookie, { whose, until })
      },
    }
  }

  forget(): void {
    this.#known = new Map()
  }
}

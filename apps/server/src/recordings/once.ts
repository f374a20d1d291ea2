/** More than that is forgotten again, the oldest first: then it counts as new once more. */
const most = 10_000

/** What happened already. */
export class Once {
  readonly #seen = new Set<string>()

  isNew(what: string): boolean {
    return !this.#seen.has(what)
  }

  add(what: string): void {
    this.#seen.add(what)
    const [oldest] = this.#seen
    if (this.#seen.size > most && oldest !== undefined) this.#seen.delete(oldest)
  }
}

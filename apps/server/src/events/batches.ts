import { turns } from '../consoles/turns.ts'

/** A browser tab to be told what changed. */
interface Due {
  /** What has come up to now is the batch. */
  cut(now: number): void
  /** Sends the batch. */
  flush(): void
}

/** Batches that fall due within this time go together, ms. */
const togetherMs = 10

/**
 * Lets browsers that are due at about the same time be told the same. Their batches are cut at one moment, so that each
 * message is made once for all of them, and then sent one after the other: fifty at once would hold up everybody else.
 */
class Batches {
  readonly #groups = new Map<number, Due[]>()

  /** Once `at` has come, and even then not in this turn: what happens together goes together. */
  join(one: Due, at: number): void {
    const wait = at - performance.now()
    const key = wait > 0 ? Math.ceil(at / togetherMs) : 0
    const group = this.#groups.get(key)
    if (group !== undefined) {
      group.push(one)
      return
    }
    this.#groups.set(key, [one])
    setTimeout(() => this.#go(key), wait > 0 ? key * togetherMs - performance.now() : 0)
  }

  #go(key: number): void {
    const group = this.#groups.get(key) ?? []
    this.#groups.delete(key)
    const now = performance.now()
    for (const one of group) one.cut(now)
    for (const one of group) turns.next(() => one.flush())
  }
}

export const batches = new Batches()

/** What lies closer together is one movement, ms. */
const pauseMs = 2000
/** A time line has no room for more. */
const mostSpans = 400

/** When something moved during a recording: the time line shows it, and the player skips what lies between. */
export class Moving {
  #spans: [number, number][] = []

  get spans(): readonly (readonly [number, number])[] {
    return this.#spans
  }

  /** Something moved at that time; times never go back. */
  note(at: number): void {
    const last = this.#spans.at(-1)
    if (last !== undefined && at - last[1] <= pauseMs) last[1] = at
    else this.#spans.push([at, at])
    if (this.#spans.length > mostSpans) this.#joinClosest()
  }

  #joinClosest(): void {
    let best = 1
    const gap = (i: number) => (this.#spans[i]?.[0] ?? 0) - (this.#spans[i - 1]?.[1] ?? 0)
    for (let i = 2; i < this.#spans.length; i++) if (gap(i) < gap(best)) best = i
    const [before, after] = [this.#spans[best - 1], this.#spans[best]]
    if (before === undefined || after === undefined) return
    before[1] = after[1]
    this.#spans.splice(best, 1)
  }
}

import { nothing, pack } from './packed.ts'
import type { Ring } from './rings.ts'

/** A block of a ring that has to be written. */
export interface FullBlock {
  readonly ring: Ring
  readonly block: number
  readonly points: Uint16Array
}

/**
 * What one ring is being given of one object: values are gathered until their step is over, and become a point.
 * Times are seconds since 1970; a value that comes for an earlier step than the one before is dropped.
 */
export class Track {
  readonly #ring: Ring
  readonly #sums: Float64Array
  readonly #counts: Uint16Array
  #slot = -1
  #block = -1
  #points: Uint16Array
  #changed = false

  constructor(ring: Ring, width: number) {
    this.#ring = ring
    this.#sums = new Float64Array(width)
    this.#counts = new Uint16Array(width)
    this.#points = new Uint16Array(ring.size * width)
  }

  /** Goes on with a block that an earlier run of the server began. */
  resume(block: number, points: Uint16Array): void {
    if (this.#block !== -1 || points.length !== this.#points.length) return
    this.#block = block
    this.#points = points
  }

  /** @returns the block that is over with this value; it is written once and left alone */
  add(at: number, values: readonly (number | null)[]): FullBlock | null {
    const done = this.close(at)
    const slot = Math.floor(at / this.#ring.step)
    if (slot < this.#slot) return done
    this.#slot = slot
    for (const [i, value] of values.entries()) {
      if (value === null) continue
      this.#sums[i] = (this.#sums[i] ?? 0) + value
      this.#counts[i] = (this.#counts[i] ?? 0) + 1
    }
    return done
  }

  /** Makes a point of what was gathered when its step is over; gives the block that is over. */
  close(at: number): FullBlock | null {
    const slot = Math.floor(at / this.#ring.step)
    if (this.#slot === -1 || slot <= this.#slot) return null
    const done = this.#turnTo(Math.floor(this.#slot / this.#ring.size))
    const first = (this.#slot % this.#ring.size) * this.#sums.length
    for (const [i, sum] of this.#sums.entries()) {
      const count = this.#counts[i] ?? 0
      this.#points[first + i] = count === 0 ? nothing : pack(sum / count)
    }
    this.#changed = true
    this.#sums.fill(0)
    this.#counts.fill(0)
    this.#slot = -1
    return done
  }

  /** What the block holds so far, where that was not written yet. */
  unwritten(): FullBlock | null {
    if (!this.#changed) return null
    this.#changed = false
    return { ring: this.#ring, block: this.#block, points: this.#points.slice() }
  }

  /** The step that is not over yet, as far as it was gathered. */
  open(): { readonly slot: number; readonly values: readonly (number | null)[] } | null {
    if (this.#slot === -1) return null
    const values = [...this.#sums].map((sum, i) => (this.#counts[i] ? sum / this.#counts[i] : null))
    return { slot: this.#slot, values }
  }

  /** The block as it stands, also where it is written. */
  current(): FullBlock | null {
    return this.#block === -1 ? null : { ring: this.#ring, block: this.#block, points: this.#points }
  }

  #turnTo(block: number): FullBlock | null {
    if (block === this.#block) return null
    const done = this.unwritten()
    this.#block = block
    this.#points = new Uint16Array(this.#points.length).fill(nothing)
    return done
  }
}

/** A pointer that moves smoothly for who watches; more would cost each of them a message for nothing. */
const everyMs = 100

interface Point {
  readonly x: number
  readonly y: number
}

/** Tells where a pointer is at most ten times a second, and where it came to rest. */
export class ShownPointer {
  readonly #tell: (point: Point) => void
  #next: Point | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(tell: (point: Point) => void) {
    this.#tell = tell
  }

  move(point: Point): void {
    this.#next = point
    if (this.#timer === undefined) this.#turn()
  }

  /** It is nobody's any more: what was not told yet is not told. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#next = null
  }

  #turn(): void {
    const point = this.#next
    this.#timer = undefined
    if (point === null) return
    this.#next = null
    this.#tell(point)
    this.#timer = setTimeout(() => this.#turn(), everyMs).unref()
  }
}

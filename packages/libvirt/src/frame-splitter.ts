import { checkedLength } from './frame.ts'

const lengthSize = 4
const firstCapacity = 65_536

/** The frame of a stream's whole packet; one of this size, or a shorter one, is gathered without growing. */
const packetFrame = 262_148

/** How many buffers of that size wait to be used again: a connection has hardly more packets on their way at once. */
const mostSpare = 16

/**
 * Cuts a stream of bytes into frames, wherever the chunks are cut.
 * A frame that lies within one chunk is handed on without copying; the parts of any other are gathered in a buffer that
 * doubles as bytes arrive, so that a frame of n bytes costs O(n) and an announced length alone costs nothing.
 */
export class FrameSplitter {
  readonly #spare = new Set<ArrayBuffer>()
  #partial = Buffer.alloc(0)
  #have = 0
  #frameLength = 0

  /** True between the first and the last byte of a frame. */
  get midFrame(): boolean {
    return this.#have > 0
  }

  /** Takes the buffer of a packet that nobody needs any more, for a packet to come: fresh memory costs as much as copying it. */
  recycle(buffer: ArrayBuffer): void {
    if (buffer.byteLength === packetFrame && this.#spare.size < mostSpare) this.#spare.add(buffer)
  }

  /**
   * Delivers each frame that the chunk completes; `owned` says that its buffer is nobody else's, while others lie in the chunk.
   * Throws a ProtocolError on a length that cannot be.
   */
  push(chunk: Buffer, deliver: (frame: Buffer, owned: boolean) => void): void {
    let at = 0
    while (at < chunk.length) {
      const left = chunk.length - at
      if (this.#have === 0 && left >= lengthSize) {
        const length = checkedLength(chunk.readUInt32BE(at))
        if (left >= length) {
          deliver(chunk.subarray(at, at + length), false)
          at += length
          continue
        }
      }
      at += this.#gather(chunk, at)
      if (this.#frameLength > 0 && this.#have === this.#frameLength) deliver(this.#take(), true)
    }
  }

  #gather(chunk: Buffer, at: number): number {
    const wanted = (this.#frameLength || lengthSize) - this.#have
    const size = Math.min(wanted, chunk.length - at)
    this.#reserve(this.#have + size)
    chunk.copy(this.#partial, this.#have, at, at + size)
    this.#have += size
    if (this.#frameLength === 0 && this.#have === lengthSize) {
      this.#frameLength = checkedLength(this.#partial.readUInt32BE(0))
    }
    return size
  }

  #reserve(size: number): void {
    if (size <= this.#partial.length) return
    const doubled = Math.max(size, this.#partial.length * 2, this.#first)
    const larger = this.#allocate(this.#frameLength ? Math.min(doubled, this.#frameLength) : doubled)
    this.#partial.copy(larger, 0, 0, this.#have)
    this.#partial = larger
  }

  #allocate(size: number): Buffer<ArrayBuffer> {
    const [spare] = size === packetFrame ? this.#spare : []
    if (spare === undefined) return Buffer.allocUnsafeSlow(size)
    this.#spare.delete(spare)
    return Buffer.from(spare)
  }

  get #first(): number {
    const wanted = this.#frameLength || lengthSize
    return wanted <= packetFrame ? wanted : firstCapacity
  }

  #take(): Buffer {
    const frame = this.#partial
    this.#partial = Buffer.alloc(0)
    this.#have = 0
    this.#frameLength = 0
    return frame
  }
}

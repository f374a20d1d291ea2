/** Bytes as they come, taken out in the lengths that a handshake needs. Holds little: a peer that sends more is refused. */
export class ByteQueue {
  readonly #most: number
  #bytes = Buffer.alloc(0)
  #failure: Error | null = null
  #wanted: { length: number; resolve: (bytes: Buffer) => void; reject: (error: Error) => void } | null = null

  constructor(most = 8192) {
    this.#most = most
  }

  /** Copies the chunk: its memory may be used again right after. */
  push(chunk: Uint8Array): void {
    if (this.#bytes.length + chunk.length > this.#most) this.#failure ??= new Error('sent more than a handshake has')
    else this.#bytes = Buffer.concat([this.#bytes, chunk])
    this.#serve()
  }

  fail(error: Error): void {
    this.#failure ??= error
    this.#serve()
  }

  /** One taker at a time. */
  take(length: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { length, resolve, reject }
      this.#serve()
    })
  }

  /** What came after the handshake. */
  rest(): Buffer {
    return this.#bytes
  }

  #serve(): void {
    const wanted = this.#wanted
    if (wanted === null) return
    if (this.#bytes.length >= wanted.length) {
      this.#wanted = null
      const taken = this.#bytes.subarray(0, wanted.length)
      this.#bytes = this.#bytes.subarray(wanted.length)
      wanted.resolve(taken)
    } else if (this.#failure !== null) {
      this.#wanted = null
      wanted.reject(this.#failure)
    }
  }
}

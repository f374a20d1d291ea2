import type { Duplex } from 'node:stream'

/** What is kept of what came, for those who come later. */
const scrollBytes = 1024 * 1024
/** How long an open line waits for somebody: a page that is loaded again finds it as it was. */
const idleMs = 30_000

interface Reader {
  take(bytes: Buffer): void
  ended(): void
}

/** One serial console that is open, with all who read and write it. libvirt lets in one at a time: this is that one. */
export class SerialLine {
  readonly #stream: Duplex
  readonly #readers = new Set<Reader>()
  /** Writers that pause until the host has taken what waits for it. */
  readonly #writers = new Set<() => void>()
  #kept: Buffer[] = []
  #keptBytes = 0
  #idle: NodeJS.Timeout | undefined

  /** `closed` is called when it is over, by whichever side. */
  constructor(stream: Duplex, closed: () => void) {
    this.#stream = stream
    stream.on('data', (bytes: Buffer) => this.#came(Buffer.from(bytes)))
    stream.on('error', () => {})
    stream.on('drain', () => {
      for (const goOn of this.#writers) goOn()
      this.#writers.clear()
    })
    stream.once('end', () => stream.destroy())
    stream.once('close', () => {
      clearTimeout(this.#idle)
      closed()
      for (const reader of this.#readers) reader.ended()
    })
    this.#await()
  }

  /** Gives all that was kept, unless told otherwise, then all that comes. The answer leaves. */
  join(reader: Reader, { before = true } = {}): () => void {
    if (this.#stream.destroyed) {
      reader.ended()
      return () => {}
    }
    clearTimeout(this.#idle)
    if (before) for (const bytes of this.#kept) reader.take(bytes)
    this.#readers.add(reader)
    return () => {
      this.#readers.delete(reader)
      if (this.#readers.size === 0) this.#await()
    }
  }

  /** False when so much waits that the writer should pause; `drained` is then called when it may go on. */
  write(bytes: Buffer, drained: () => void): boolean {
    if (this.#stream.destroyed) return true
    const room = this.#stream.write(bytes)
    if (!room) this.#writers.add(drained)
    return room
  }

  #came(bytes: Buffer): void {
    this.#kept.push(bytes)
    this.#keptBytes += bytes.length
    while (this.#keptBytes > scrollBytes) this.#keptBytes -= this.#kept.shift()?.length ?? 0
    for (const reader of this.#readers) reader.take(bytes)
  }

  #await(): void {
    this.#idle = setTimeout(() => this.#stream.destroy(), idleMs).unref()
  }
}

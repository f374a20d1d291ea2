import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** A file that only grows. What it could not take is told once, by `failed`. */
export class AppendedFile {
  readonly #stream: WriteStream
  readonly #done: Promise<void>
  bytes = 0
  failed: () => void = () => {}

  constructor(path: string) {
    this.#stream = createWriteStream(path, { flags: 'ax', mode: 0o600, highWaterMark: 256 * 1024 })
    this.#done = finished(this.#stream)
    this.#done.catch(() => this.failed())
  }

  /** False when so much waits for the disk that the writer should pause; `drained` is then called. */
  append(bytes: Uint8Array, drained?: () => void): boolean {
    if (this.#stream.destroyed || this.#stream.writableEnded) return true
    this.bytes += bytes.length
    const room = this.#stream.write(bytes)
    if (!room && drained) this.#stream.once('drain', drained)
    return room
  }

  /** Resolves when all is with the system, or could not be written. */
  async close(): Promise<void> {
    this.#stream.end()
    await this.#done.catch(() => {})
  }
}

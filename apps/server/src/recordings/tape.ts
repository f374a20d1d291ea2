import type { RecordingEnd } from '@porthole/contract'
import { AppendedFile } from './appended-file.ts'
import type { KeptRecording } from './kept-recording.ts'
import type { RecordingFiles } from './recording-files.ts'

/** No single recording grows beyond that; a serial console's is read whole by its player. */
const mostBytes = { display: 1024 ** 3, serial: 32 * 1024 ** 2 }

/** One recording that is being written. */
export class Tape {
  readonly kept: KeptRecording
  /** Why it ended. */
  readonly ended: Promise<RecordingEnd>
  /** Called with so many bytes as were written. */
  grown: (bytes: number) => void = () => {}
  readonly #files: RecordingFiles
  readonly #began = performance.now()
  readonly #file: AppendedFile
  readonly #keys: AppendedFile | null
  #end: (why: RecordingEnd) => void = () => {}
  #over = false

  constructor(files: RecordingFiles, kept: KeptRecording) {
    this.#files = files
    this.kept = kept
    this.#file = new AppendedFile(files.path(kept))
    this.#keys = kept.fixed.keys ? new AppendedFile(files.keysPath(kept)) : null
    this.ended = new Promise(resolve => {
      this.#end = resolve
    })
    this.#file.failed = () => void this.end('failed')
  }

  /** ms since the beginning. */
  get now(): number {
    return Math.round(performance.now() - this.#began)
  }

  /** False when the writer should pause until `drained`. */
  append(bytes: Uint8Array, drained?: () => void): boolean {
    if (this.#over) return true
    const room = this.#file.append(bytes, drained)
    this.#grew(bytes.length)
    if (this.#file.bytes > mostBytes[this.kept.fixed.kind]) void this.end('full')
    return room
  }

  /** Something moved now. */
  moved(): void {
    this.kept.length = this.now
    this.kept.moving.note(this.kept.length)
  }

  /** From the next byte on one can begin to play. */
  starts(): void {
    this.kept.starts.push({ at: this.now, offset: this.#file.bytes })
  }

  /** A key, where keys are kept. */
  key(of: object): void {
    if (this.#keys === null || this.#over) return
    const line = Buffer.from(`${JSON.stringify({ at: this.now, ...of })}\n`)
    this.#keys.append(line)
    this.#grew(line.length)
  }

  async end(why: RecordingEnd): Promise<void> {
    if (this.#over) return
    this.#over = true
    if (why !== 'failed') this.kept.length = this.now
    await Promise.all([this.#file.close(), this.#keys?.close()])
    this.kept.end = why
    // The file itself says all but why it ended: without that it counts as ended by a crash.
    await this.#files.save(this.kept).catch(() => {})
    this.#end(why)
  }

  #grew(bytes: number): void {
    this.kept.bytes += bytes
    this.grown(bytes)
  }
}

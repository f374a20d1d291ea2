import { mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { scanDisplay } from './display-file.ts'
import { KeptRecording } from './kept-recording.ts'
import { scanSerial } from './serial-file.ts'

/** What a file costs beside its bytes: its place on the disk and its description. */
const eachCosts = 8192

/**
 * The recordings below the data folder: for each a description and a file that only grows, which says by itself what it
 * holds: what the server did not get to write down when it ended without a word is found again.
 */
export class RecordingFiles {
  readonly #folder: string
  readonly #log: Logger
  readonly #all = new Map<string, KeptRecording>()
  #unfinished: KeptRecording[] = []

  constructor(data: string, log: Logger) {
    this.#folder = join(data, 'recordings')
    this.#log = log
  }

  /** Reads what is there. What never ended counts as being written until `recover` has gone through it. */
  async load(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(this.#folder)) {
      if (!name.endsWith('.json')) continue
      try {
        const kept = KeptRecording.read(await readFile(join(this.#folder, name), 'utf8'))
        this.#all.set(kept.id, kept)
        if (kept.end === null) this.#unfinished.push(kept)
      } catch (error) {
        this.#log.warn({ err: error, file: name }, 'a recording can not be read')
      }
    }
  }

  /** Marks what never ended as ended by a crash, and cuts it to what is whole of it. A long one takes seconds. */
  async recover(): Promise<void> {
    for (const kept of this.#unfinished.splice(0)) {
      await this.#recover(kept).catch(error =>
        this.#log.warn({ err: error, recording: kept.id }, 'a recording can not be read'),
      )
    }
  }

  get(id: string): KeptRecording | undefined {
    return this.#all.get(id)
  }

  /** Newest first. */
  list(): KeptRecording[] {
    return [...this.#all.values()].sort((a, b) => b.fixed.startedAt.localeCompare(a.fixed.startedAt))
  }

  get bytes(): number {
    return [...this.#all.values()].reduce((sum, { bytes }) => sum + bytes + eachCosts, 0)
  }

  path({ id, fixed: { kind } }: KeptRecording): string {
    return join(this.#folder, `${id}.${kind === 'display' ? 'display' : 'cast'}`)
  }

  keysPath({ id }: KeptRecording): string {
    return join(this.#folder, `${id}.keys`)
  }

  async save(kept: KeptRecording): Promise<void> {
    const path = this.#description(kept)
    await writeFile(`${path}.new`, JSON.stringify(kept.index()), { mode: 0o600 })
    await rename(`${path}.new`, path)
    this.#all.set(kept.id, kept)
  }

  /** Takes its files away, its description last: what is left half-way is found and removed again. */
  async remove(kept: KeptRecording): Promise<void> {
    for (const path of [this.path(kept), this.keysPath(kept), this.#description(kept)]) await rm(path, { force: true })
    this.#all.delete(kept.id)
  }

  async #recover(kept: KeptRecording): Promise<void> {
    const path = this.path(kept)
    const found = await (kept.fixed.kind === 'display' ? scanDisplay(path) : scanSerial(path)).catch(() => null)
    // The bound took it meanwhile.
    if (!this.#all.has(kept.id)) return
    if (found === null || found.starts.length === 0) return this.remove(kept)
    await truncate(path, found.bytes)
    const keys = await stat(this.keysPath(kept)).catch(() => null)
    kept.starts = [...found.starts]
    kept.moving = found.moving
    kept.length = found.length
    kept.bytes = found.bytes + (keys?.size ?? 0)
    kept.end = 'crash'
    await this.save(kept)
  }

  #description({ id }: KeptRecording): string {
    return join(this.#folder, `${id}.json`)
  }
}

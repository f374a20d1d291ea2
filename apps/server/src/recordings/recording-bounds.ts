import type { Logger } from 'pino'
import { type Audit, nobody } from '../audit/audit.ts'
import type { Database } from '../database/open-database.ts'
import { readSettings } from '../settings/read-settings.ts'
import type { KeptRecording } from './kept-recording.ts'
import type { RecordingFiles } from './recording-files.ts'

const everyMs = 3600_000
const dayMs = 24 * 3600_000
/** So much may be written before it is looked at again what all take. */
const lookBytes = 1024 ** 2

interface Parts {
  readonly database: Database
  readonly audit: Audit
  readonly log: Logger
}

/** Keeps recordings for as long, and as many, as the settings say: the oldest go first. */
export class RecordingBounds {
  readonly #parts: Parts
  readonly #files: RecordingFiles
  readonly #cut: (running: KeptRecording) => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #since = 0
  #looking: Promise<void> | null = null

  /** `cut` ends one that runs. */
  constructor(parts: Parts, files: RecordingFiles, cut: (running: KeptRecording) => Promise<void>) {
    this.#parts = parts
    this.#files = files
    this.#cut = cut
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), everyMs).unref()
    void this.look()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  grew(bytes: number): void {
    this.#since += bytes
    if (this.#since < lookBytes) return
    this.#since = 0
    void this.look()
  }

  look(): Promise<void> {
    this.#looking ??= this.#keep()
      .catch(error => this.#parts.log.warn({ err: error }, 'old recordings could not be removed'))
      .finally(() => {
        this.#looking = null
      })
    return this.#looking
  }

  async #keep(): Promise<void> {
    const { recordingDays, recordingGiB } = await readSettings(this.#parts.database)
    const oldest = recordingDays === null ? 0 : Date.now() - recordingDays * dayMs
    const most = recordingGiB * 1024 ** 3
    const oldestFirst = this.#files.list().reverse()
    const running = oldestFirst.filter(({ end }) => end === null)
    for (const kept of [...oldestFirst.filter(({ end }) => end !== null), ...running]) {
      const old = Date.parse(kept.fixed.startedAt) < oldest
      if (!old && this.#files.bytes <= most) return
      if (kept.end === null) {
        if (old) continue
        await this.#cut(kept)
      }
      await this.#remove(kept, old ? 'old' : 'room')
    }
  }

  async #remove(kept: KeptRecording, why: 'old' | 'room'): Promise<void> {
    const { id, name, host } = kept.fixed.vm
    const args = { recording: kept.id, startedAt: kept.fixed.startedAt, bytes: kept.bytes, why }
    const row = { action: 'recordingRemoved', caller: nobody, object: `vm:${id}`, objectName: name, host, args }
    await this.#parts.audit.happened(row)
    await this.#files.remove(kept)
  }
}

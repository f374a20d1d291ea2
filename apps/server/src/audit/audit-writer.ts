import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { databaseFault } from '../database/database-fault.ts'
import type { Database } from '../database/open-database.ts'
import { isTaken } from '../database/together.ts'
import { addRows, addUnfinished, endUnfinished, moveEnd } from './audit-rows.ts'
import { type ChainEnd, type ChainRow, macOf } from './chain.ts'

/** A row without what only its place in the chain says. */
export type AuditDraft = Omit<ChainRow, 'seq' | 'at'> & { readonly at?: Date }

interface Waiting {
  readonly draft: AuditDraft
  readonly took: (seq: number) => void
  readonly failed: (error: unknown) => void
  /** It tells of what has happened already, and waits for a database that is away. */
  readonly patient: boolean
}

/** SQLite writes in the event loop: more rows at once would hold it up for longer than anybody should wait. */
const mostAtOnce = 50
/** How long a row that nobody waits for may wait for company. */
const behindMs = 50
/** How soon a database that was away is tried again. */
const retryMs = 1000
/** So many rows wait for a database that is away, some 10 MiB; of those after them one row tells how many there were. */
const mostWaiting = 10_000
const mostRaces = 20

/** Rows that were dropped: how many, and when the first and the last of them happened. */
interface Loss {
  readonly count: number
  readonly since: Date
  readonly until: Date
}

/**
 * Adds rows to the chain, one writer at a time. What is asked for while a write runs goes together in the next: a
 * burst costs few commits. Of two servers on one database the slower finds its number taken, and counts anew.
 */
export class AuditWriter {
  /** Tells that rows were added, once for each batch; and that no more can wait. */
  readonly told = new EventEmitter<{ written: []; losing: [] }>().setMaxListeners(0)
  readonly #database: Database
  readonly #key: Buffer
  /** Names this running server in the acts that it has not finished. */
  readonly #server: string
  readonly #mostWaiting: number
  #queue: Waiting[] = []
  #lost: Loss | null = null
  #writing: Promise<void> | null = null
  #behind: NodeJS.Timeout | undefined
  #end: ChainEnd | null = null

  constructor(database: Database, key: Buffer, server: string, most = mostWaiting) {
    this.#database = database
    this.#key = key
    this.#server = server
    this.#mostWaiting = most
  }

  /** How many rows are not written yet. */
  get waiting(): number {
    return this.#queue.length
  }

  /** The number of the row, once it is safely written. */
  append(draft: AuditDraft): Promise<number> {
    const written = this.#wait(draft, false)
    this.#begin()
    return written
  }

  /**
   * The same for the row of what is over, that nobody waits for: it goes with the next that somebody does, or a moment
   * later. A database that is away does not lose it: it is tried again until it is written, or the server stops.
   * Only where very many wait already, it is dropped and counted. What ends an act never is: of those there are no more
   * than there were acts under way.
   */
  async appendBehind(draft: AuditDraft): Promise<void> {
    if (draft.startSeq === null && this.#queue.length >= this.#mostWaiting) return this.#lose(draft.at ?? new Date())
    const written = this.#wait(draft, true)
    this.#beginIn(behindMs)
    await written
  }

  /** Writes what waits; resolves when nothing does, or when the database does not take it now. */
  async idle(): Promise<void> {
    if (this.#queue.length > 0) this.#begin()
    while (this.#writing !== null) await this.#writing
  }

  #wait(draft: AuditDraft, patient: boolean): Promise<number> {
    return new Promise((took, failed) => this.#queue.push({ draft, took, failed, patient }))
  }

  #lose(at: Date): void {
    if (this.#lost === null) this.told.emit('losing')
    const { count, since } = this.#lost ?? { count: 0, since: at }
    this.#lost = { count: count + 1, since, until: at }
  }

  /** After what waits already happened, and before what comes now, is where those rows would stand. */
  #tellLoss(): void {
    if (this.#lost === null) return
    this.#wait(lossRow(this.#lost), true).catch(() => {})
    this.#lost = null
  }

  #beginIn(ms: number): void {
    if (this.#writing === null) this.#behind ??= setTimeout(() => this.#begin(), ms).unref()
  }

  #begin(): void {
    clearTimeout(this.#behind)
    this.#behind = undefined
    this.#writing ??= this.#work()
  }

  async #work(): Promise<void> {
    // Not in this turn: what is asked for in the same turn goes together.
    await Promise.resolve()
    let away = false
    while (this.#queue.length > 0 && !away) {
      const batch = this.#queue.splice(0, mostAtOnce)
      try {
        const first = await this.#write(batch.map(({ draft }) => draft))
        this.told.emit('written')
        this.#tellLoss()
        batch.forEach(({ took }, index) => {
          took(first + index)
        })
      } catch (error) {
        this.#end = null
        away = databaseFault(error) !== null
        const kept = away ? batch.filter(({ patient }) => patient) : []
        for (const waiting of batch) if (!kept.includes(waiting)) waiting.failed(error)
        this.#queue.unshift(...kept)
      }
      if (this.#queue.length > 0) await setImmediate()
    }
    this.#writing = null
    if (this.#queue.length > 0) this.#beginIn(this.#queue.every(({ patient }) => patient) ? retryMs : 0)
  }

  async #write(drafts: readonly AuditDraft[]): Promise<number> {
    for (let race = 1; ; race++) {
      this.#end ??= await readEnd(this.#database)
      const rows = chained(this.#key, this.#end, drafts)
      try {
        this.#end = await this.#insert(rows)
        return rows[0]?.seq ?? 0
      } catch (error) {
        this.#end = null
        if (!isTaken(error) || race === mostRaces) throw error
      }
    }
  }

  async #insert(rows: readonly (ChainRow & ChainEnd)[]): Promise<ChainEnd> {
    const last = rows.at(-1) as ChainEnd
    const end = { seq: last.seq, mac: last.mac }
    const begun = rows.filter(({ result }) => result === 'started').map(({ seq }) => seq)
    const ended = rows.flatMap(({ startSeq }) => startSeq ?? [])
    // The rows first: a number that is taken fails the whole before anything else is touched.
    await this.#database.together([
      addRows(rows),
      moveEnd(end),
      ...(begun.length > 0 ? [addUnfinished(begun, this.#server)] : []),
      ...(ended.length > 0 ? [endUnfinished(ended)] : []),
    ])
    return end
  }
}

function lossRow({ count, since, until }: Loss): AuditDraft {
  const nobody = { personId: null, person: null, credential: null, sessionId: null, from: null }
  const nothing = { startSeq: null, object: null, objectName: null, host: null, error: null, took: null }
  const args = JSON.stringify({ count, unseenSince: since.toISOString() })
  return { source: 'porthole', action: 'eventsLost', result: 'done', args, at: until, ...nobody, ...nothing }
}

function chained(key: Buffer, end: ChainEnd, drafts: readonly AuditDraft[]): (ChainRow & ChainEnd)[] {
  let { seq, mac } = end
  return drafts.map(draft => {
    const row = { ...draft, seq: ++seq, at: draft.at ?? new Date() }
    mac = macOf(key, mac, row)
    return { ...row, mac }
  })
}

export async function readEnd(database: Database): Promise<ChainEnd & { cut: number }> {
  return database.auditHead.findUniqueOrThrow({ where: { id: 1 } })
}

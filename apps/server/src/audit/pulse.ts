import type { Logger } from 'pino'
import type { Database } from '../database/open-database.ts'
import type { JobRows } from '../jobs/job-rows.ts'
import { version } from '../version.ts'
import { type Audit, nobody } from './audit.ts'
import { type AuditWriter, readEnd } from './audit-writer.ts'
import { type EndNote, isOlder } from './end-note.ts'
import { endWhatWasRestored } from './restored.ts'

const beatMs = 10_000
/** A server that has not said so for this long does not live any more. */
const deadMs = 45_000

const installation = { object: null, objectName: null, host: null }

interface PulseParts {
  readonly database: Database
  /** Of another server's file there can be no second user: whoever was there before is gone. */
  readonly dialect: 'sqlite' | 'postgresql'
  readonly audit: Audit
  readonly writer: AuditWriter
  readonly note: EndNote
  readonly jobs: Pick<JobRows, 'bury'>
  readonly server: string
  readonly log: Logger
}

/**
 * Says in the database that this server lives, and finds those that died: what they had begun has an unknown end, and
 * from their last sign of life until now nobody watched.
 */
export class Pulse {
  readonly #parts: PulseParts
  readonly #startedAt = new Date()
  #timer: NodeJS.Timeout | undefined
  #leads = false

  constructor(parts: PulseParts) {
    this.#parts = parts
  }

  /** Whether this is the server that writes down what happens outside: the one that lives longest. */
  get leads(): boolean {
    return this.#leads
  }

  async start(): Promise<void> {
    const { database, audit, server, dialect } = this.#parts
    await this.#compare()
    const before = await database.serverPulse.findMany({ orderBy: { aliveAt: 'desc' } })
    const dead = dialect === 'sqlite' ? before : before.filter(isDead)
    await this.#bury(dead.map(({ id }) => id))
    await database.serverPulse.create({ data: { id: server, startedAt: this.#startedAt, aliveAt: new Date() } })
    this.#leads = dead.length === before.length
    const last = this.#leads ? before[0]?.aliveAt : undefined
    const args = { version, ...(last === undefined ? {} : { unseenSince: last.toISOString() }) }
    await audit.happened({ action: 'serverStarted', caller: nobody, ...installation, args })
    this.#timer = setInterval(() => void this.#beat(), beatMs).unref()
  }

  /** The last sign of life stays, so that the next start knows since when nobody watched. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    const { audit, database, server, log, writer } = this.#parts
    try {
      await audit.happened({ action: 'serverStopped', caller: nobody, ...installation, args: {} })
      await audit.written()
      await database.serverPulse.update({ where: { id: server }, data: { aliveAt: new Date() } })
      await this.#compare()
    } catch (error) {
      log.warn({ err: error, rows: writer.waiting }, 'the end of the server could not be written down')
    }
  }

  async #beat(): Promise<void> {
    const { database, server, log } = this.#parts
    try {
      const data = { startedAt: this.#startedAt, aliveAt: new Date() }
      await database.serverPulse.upsert({ where: { id: server }, create: { id: server, ...data }, update: data })
      const all = await database.serverPulse.findMany({ orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] })
      const dead = all.filter(isDead)
      await this.#bury(dead.map(({ id }) => id))
      await this.#lead(all.find(pulse => !isDead(pulse))?.id === server, dead.at(0)?.aliveAt)
      await this.#compare()
    } catch (error) {
      log.warn({ err: error }, 'this server could not say that it lives')
    }
  }

  /** Notes beside the database how far the audit has come, once what was noted before is in it. */
  async #compare(): Promise<void> {
    const { database, audit, note, log } = this.#parts
    const noted = note.read()
    if (noted !== null && (await isOlder(database, noted))) {
      await endWhatWasRestored(database, audit)
      log.warn('the database is older than it was: it was put back from a backup, and everybody was signed out')
    }
    const end = await readEnd(database)
    if (end.seq !== noted?.seq) note.write(end)
  }

  async #lead(leads: boolean, unseenSince: Date | undefined): Promise<void> {
    const took = leads && !this.#leads
    this.#leads = leads
    if (!took || unseenSince === undefined) return
    const args = { unseenSince: unseenSince.toISOString() }
    await this.#parts.audit.happened({ action: 'serverTookOver', caller: nobody, ...installation, args })
  }

  /** Ends what they had begun, so far as anybody can tell, and forgets them. */
  async #bury(servers: readonly string[]): Promise<void> {
    if (servers.length === 0) return
    const { database, writer, jobs } = this.#parts
    await jobs.bury(servers)
    const among = { in: [...servers] }
    const begun = await database.unfinishedAct.findMany({ where: { server: among }, orderBy: { seq: 'asc' } })
    const rows = await database.auditRow.findMany({ where: { seq: { in: begun.map(({ seq }) => seq) } } })
    for (const { seq, at: _at, mac: _mac, ...row } of rows)
      await writer.append({ ...row, result: 'unknown', startSeq: seq })
    await database.unfinishedAct.deleteMany({ where: { server: among } })
    await database.serverPulse.deleteMany({ where: { id: among } })
  }
}

const isDead = ({ aliveAt }: { aliveAt: Date }) => aliveAt.getTime() < Date.now() - deadMs

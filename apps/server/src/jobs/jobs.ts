import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { JobAct, JobItem } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Caller } from '../core.ts'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import { faultOf } from '../run-capability.ts'
import type { JobRecord } from './job-record.ts'
import { JobRows } from './job-rows.ts'
import { Lanes } from './lanes.ts'

/** libvirtd works on five calls of one connection at a time; one is left for everybody else. */
const mostPerHost = 4
/** What is written here, and copied to the host afterwards, goes together in few transactions. */
const mostWrittenHere = 50
const writtenHere: ReadonlySet<JobAct> = new Set(['tagVm', 'placeVm'])
/** Each has a connection to the host of its own, and lasts as long as somebody's line needs. */
const mostStreams = 8
/** Each browser is told of a job so often at most, ms. */
const tellMs = 200
/** How long acts that are under way may take to end when the server stops, ms. */
const patienceMs = 1000

/** Does one object of a job. What it gives is to be known although all went well. */
export type DoItem = (item: JobItem) => Promise<string | null>

/** How long work tells where it is, and hears that somebody wants it to stop. */
export interface Progress {
  /**
   * What is done now, as a line of the log that a crash does not lose.
   * @throws {Fault} when somebody asked the job to stop: what was made until then is to be taken back
   */
  step(text: string): Promise<void>
  /** How many of so many bytes are done. */
  reached(done: number, total: number): void
  /** Aborted, for work that can be interrupted, when somebody asked the job to stop: its reason is what is thrown then. */
  readonly signal: AbortSignal
}

/** What a job is about that does one long piece of work. */
export type About = Pick<JobItem, 'id' | 'host' | 'name'> & Partial<Pick<JobItem, 'pool'>>

/** Work that this server does by itself. */
interface Running {
  record: JobRecord
  readonly stop: AbortController
  ended: Promise<void>
}

interface JobsParts {
  readonly database: Database
  /** This running server, as its pulse names it. */
  readonly server: string
  readonly log: Logger
}

/** The jobs of all servers to read, and those that this one does. */
export class Jobs {
  readonly changes = new EventEmitter<{ job: [JobRecord] }>()
  readonly rows: JobRows
  readonly #lanes = new Lanes(mostPerHost)
  readonly #lanesHere = new Lanes(mostWrittenHere)
  readonly #lanesOfStreams = new Lanes(mostStreams)
  readonly #running = new Map<string, Running>()
  readonly #telling = new Map<string, { again: boolean; readonly timer: NodeJS.Timeout }>()
  readonly #server: string
  readonly #log: Logger
  #stopping = false

  constructor({ database, server, log }: JobsParts) {
    this.rows = new JobRows(database, server)
    this.#server = server
    this.#log = log
    // One listener for each open event socket.
    this.changes.setMaxListeners(0)
  }

  /** Writes the job down and begins with it. Items that come as `skipped` stay so. */
  async start(act: JobAct, items: JobItem[], log: readonly string[], caller: Caller, doItem: DoItem): Promise<string> {
    if (this.#stopping) throw new Fault('STOPPING')
    if (caller.person === null) throw new Fault('NOT_SIGNED_IN')
    const { id: personId, email: person } = caller.person
    const createdAt = new Date()
    const record: JobRecord = {
      ...{ id: randomUUID(), act, state: 'running', personId, person, stopping: false, createdAt, endedAt: null },
      items,
      log: log.map(line),
      progress: null,
    }
    await this.rows.create(record)
    const running: Running = { record, stop: new AbortController(), ended: Promise.resolve() }
    this.#running.set(record.id, running)
    running.ended = this.#run(running, doItem)
    return record.id
  }

  /**
   * Does one long piece of work as a job, which all who may see it follow and stop; whoever asked for it gets what came of
   * it. It goes on when they are gone.
   */
  async perform<T>(act: JobAct, about: About, caller: Caller, work: (progress: Progress) => Promise<T>): Promise<T> {
    return await (await this.begin(act, about, caller, work)).end
  }

  /** The same, for who does not wait: the job's id at once, and the promise of what comes of it. */
  async begin<T>(
    act: JobAct,
    about: About,
    caller: Caller,
    work: (progress: Progress) => Promise<T>,
  ): Promise<{ readonly id: string; readonly end: Promise<T> }> {
    let outcome: { readonly done: T } | { readonly error: unknown } = { error: stopped() }
    const item: JobItem = { pool: null, ...about, state: 'queued', why: null }
    const id = await this.start(act, [item], [], caller, async () => {
      const running = this.#running.get(id)
      if (running === undefined) throw stopped()
      try {
        const reached = (done: number, total: number) => this.#change(running, { progress: { done, total } })
        const { signal } = running.stop
        outcome = { done: await work({ step: text => this.#step(running, text), reached, signal }) }
        return null
      } catch (error) {
        outcome = { error }
        throw error
      }
    })
    const ended = this.#running.get(id)?.ended
    const end = Promise.resolve(ended).then(() => {
      if ('error' in outcome) throw outcome.error
      return (outcome as { readonly done: T }).done
    })
    end.catch(() => {})
    return { id, end }
  }

  async #step(running: Running, text: string): Promise<void> {
    running.stop.signal.throwIfAborted()
    this.#change(running, { log: [...running.record.log, line(text)] })
    await this.rows.update(running.record)
    running.stop.signal.throwIfAborted()
  }

  /** The job as it is now: from memory where this server does it. */
  async find(id: string): Promise<JobRecord | null> {
    return this.#running.get(id)?.record ?? (await this.rows.find(id))
  }

  running(id: string): JobRecord | null {
    return this.#running.get(id)?.record ?? null
  }

  /** Nothing more begins; false when it is not this server that does it. */
  cancel(id: string): boolean {
    const running = this.#running.get(id)
    if (running === undefined) return false
    const { record, stop } = running
    if (stop.signal.aborted) return true
    stop.abort(stopped())
    this.#change(running, { stopping: true, log: [...record.log, line('Asked to stop: nothing more begins.')] })
    return true
  }

  /** What is under way may end, for a moment; the rest is honestly unknown. */
  async stop(): Promise<void> {
    this.#stopping = true
    const all = Promise.allSettled([...this.#running.values()].map(({ ended }) => ended))
    let impatient: NodeJS.Timeout | undefined
    await Promise.race([all, new Promise(resolve => (impatient = setTimeout(resolve, patienceMs)))])
    clearTimeout(impatient)
    for (const { timer } of this.#telling.values()) clearTimeout(timer)
    await this.rows.bury([this.#server]).catch(error => this.#log.warn({ err: error }, 'jobs could not be ended'))
  }

  async #run(running: Running, doItem: DoItem): Promise<void> {
    const { record, stop } = running
    const { items } = record
    this.#tell(running)
    const queued = [...items.keys()].filter(position => items[position]?.state === 'queued')
    const one = (position: number) => this.#one(running, position, doItem)
    const lanes = this.#lanesOf(record.act)
    await Promise.all(queued.map(position => lanes.run(items[position]?.host ?? '', () => one(position))))
    // What is left when the server stops is ended by `stop`, or by the next server.
    if (this.#stopping) return
    const why = 'The job was stopped before its turn.'
    for (const item of items) if (item.state === 'queued') Object.assign(item, { state: 'skipped', why })
    const failed = items.some(({ state }) => state === 'failed')
    const state = stop.signal.aborted ? 'cancelled' : failed ? 'failed' : 'done'
    this.#change(running, { state, endedAt: new Date(), log: [...running.record.log, line('Ended.')] })
    try {
      await this.rows.skipRest(record.id, why)
      await this.rows.update(running.record)
    } catch (error) {
      this.#log.error({ err: error, job: record.id }, 'the end of a job could not be written down')
    }
    this.#running.delete(record.id)
  }

  #lanesOf(act: JobAct): Lanes {
    if (act === 'uploadVolume') return this.#lanesOfStreams
    return writtenHere.has(act) ? this.#lanesHere : this.#lanes
  }

  async #one(running: Running, position: number, doItem: DoItem): Promise<void> {
    const { id, items } = running.record
    const item = items[position]
    if (item === undefined || running.stop.signal.aborted || this.#stopping) return
    try {
      item.state = 'running'
      // Before the act: after a crash, what was never begun must be told from what may have been done.
      await this.rows.updateItem(id, position, item)
      this.#tell(running)
      item.why = await doItem(item)
      item.state = 'done'
    } catch (error) {
      const fault = faultOf(error)
      if (fault.code === 'INTERNAL') this.#log.error({ err: error, job: id }, 'an object of a job failed')
      item.state = error === running.stop.signal.reason ? 'skipped' : 'failed'
      item.why = fault.message
    }
    this.#tell(running)
    await this.rows.updateItem(id, position, item).catch(error => {
      this.#log.error({ err: error, job: id, item }, 'the end of an object of a job could not be written down')
    })
  }

  #change(running: Running, change: Partial<JobRecord>): void {
    running.record = { ...running.record, ...change }
    this.#tell(running)
  }

  /** At once, and what follows soon after together. */
  #tell(running: Running): void {
    const { id } = running.record
    const telling = this.#telling.get(id)
    if (telling !== undefined) {
      telling.again = true
      return
    }
    this.changes.emit('job', running.record)
    const told: { again: boolean; timer: NodeJS.Timeout } = {
      again: false,
      timer: setTimeout(() => this.#told(running, told), tellMs),
    }
    this.#telling.set(id, told)
  }

  #told(running: Running, { again }: { again: boolean }): void {
    this.#telling.delete(running.record.id)
    if (again) this.#tell(running)
  }
}

const stopped = () => new Fault('WRONG_STATE', 'The job was stopped; what it had made until then was taken back.')

const line = (text: string) => ({ at: new Date().toISOString(), text })

import type { JobAct, JobItem, JobItemState, JobState } from '@porthole/contract'
import { Gathered } from '../database/gathered.ts'
import type { Database } from '../database/open-database.ts'
import { countsOf, type JobCounts, type JobHeader, type JobRecord, noCounts } from './job-record.ts'

/** The newest jobs are what anybody looks for. */
const mostListed = 50
const keptMs = 30 * 24 * 3600 * 1000

const beforeItsTurn = 'The server stopped before its turn.'
const inTheMiddle = 'The server stopped while it was under way: look at the VM to see what became of it.'
const inTheMiddleOfVolume =
  'The server stopped while it was under way. libvirt goes on by itself: look at the pool to see what became of it.'

interface ItemUpdate extends Pick<JobItem, 'state' | 'why'> {
  readonly jobId: string
  readonly position: number
}

/** Jobs as they stand in the database. */
export class JobRows {
  readonly #database: Database
  readonly #server: string
  readonly #items = new Gathered<ItemUpdate>(batch => this.#updateItems(batch))

  constructor(database: Database, server: string) {
    this.#database = database
    this.#server = server
  }

  async create({ id, act, state, personId, person, createdAt, log, items }: JobRecord): Promise<void> {
    const row = { id, act, state, personId, person, createdAt, log: JSON.stringify(log), server: this.#server }
    await this.#database.$transaction([
      this.#database.job.create({ data: row }),
      this.#database.jobItem.createMany({
        data: items.map(({ id: vm, ...item }, position) => ({ jobId: id, position, vm, ...item })),
      }),
    ])
  }

  async update({ id, state, endedAt, log }: JobRecord): Promise<void> {
    await this.#database.job.update({ where: { id }, data: { state, endedAt, log: JSON.stringify(log) } })
  }

  updateItem(jobId: string, position: number, { state, why }: JobItem): Promise<void> {
    return this.#items.add({ jobId, position, state, why })
  }

  /** Most of those that are written together have come to the same. */
  async #updateItems(batch: readonly ItemUpdate[]): Promise<void> {
    const alike = new Map<string, { jobId: string; data: Pick<JobItem, 'state' | 'why'>; positions: number[] }>()
    for (const { jobId, position, state, why } of batch) {
      const key = JSON.stringify([jobId, state, why])
      const same = alike.get(key) ?? { jobId, data: { state, why }, positions: [] }
      same.positions.push(position)
      alike.set(key, same)
    }
    await this.#database.$transaction(
      [...alike.values()].map(({ jobId, data, positions }) =>
        this.#database.jobItem.updateMany({ where: { jobId, position: { in: positions } }, data }),
      ),
    )
  }

  /** What was never asked for, once nothing more begins. */
  async skipRest(jobId: string, why: string): Promise<void> {
    await this.#database.jobItem.updateMany({ where: { jobId, state: 'queued' }, data: { state: 'skipped', why } })
  }

  /** Ends the jobs of servers that are gone, as far as anybody can tell what became of them. */
  async bury(servers: readonly string[]): Promise<void> {
    const { job, jobItem } = this.#database
    const left = { state: { in: ['queued', 'running'] }, server: { in: [...servers] } }
    const items = (state: JobItemState) => ({ state, job: left })
    await this.#database.$transaction([
      jobItem.updateMany({ where: items('queued'), data: { state: 'skipped', why: beforeItsTurn } }),
      jobItem.updateMany({
        where: { ...items('running'), pool: { not: null } },
        data: { state: 'unknown', why: inTheMiddleOfVolume },
      }),
      jobItem.updateMany({ where: items('running'), data: { state: 'unknown', why: inTheMiddle } }),
      job.updateMany({ where: left, data: { state: 'interrupted', endedAt: new Date() } }),
      job.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - keptMs) } } }),
    ])
  }

  async newest(): Promise<JobHeader[]> {
    const rows = await this.#database.job.findMany({ orderBy: { createdAt: 'desc' }, take: mostListed })
    return rows.map(headerOf)
  }

  async find(id: string): Promise<JobRecord | null> {
    const include = { items: { orderBy: { position: 'asc' } } } as const
    const row = await this.#database.job.findUnique({ where: { id }, include })
    if (row === null) return null
    const items = row.items.map(({ vm, host, pool, name, state, why }) => ({
      ...{ id: vm, host, pool, name, why },
      state: state as JobItemState,
    }))
    return { ...headerOf(row), items, log: JSON.parse(row.log), progress: null }
  }

  async countAll(ids: readonly string[]): Promise<Map<string, JobCounts>> {
    const where = { jobId: { in: [...ids] } }
    const groups = await this.#database.jobItem.groupBy({ by: ['jobId', 'state'], where, _count: { _all: true } })
    const counts = new Map(ids.map(id => [id, noCounts()]))
    for (const { jobId, state, _count } of groups) {
      const of = counts.get(jobId)
      if (of) of[state as JobItemState] = _count._all
    }
    return counts
  }

  async countSeen(
    ids: readonly string[],
    sees: (item: Pick<JobItem, 'id' | 'host' | 'pool'>) => boolean,
  ): Promise<Map<string, JobCounts>> {
    const select = { jobId: true, vm: true, host: true, pool: true, state: true }
    const rows = await this.#database.jobItem.findMany({ where: { jobId: { in: [...ids] } }, select })
    const seen = rows.filter(({ vm, host, pool }) => sees({ id: vm, host, pool }))
    const of = (id: string) => seen.filter(({ jobId }) => jobId === id) as { state: JobItemState }[]
    return new Map(ids.map(id => [id, countsOf(of(id))]))
  }
}

interface Row extends Omit<JobHeader, 'act' | 'state' | 'stopping'> {
  readonly act: string
  readonly state: string
}

const headerOf = ({ id, act, state, personId, person, createdAt, endedAt }: Row): JobHeader => ({
  ...{ id, personId, person, createdAt, endedAt, stopping: false },
  act: act as JobAct,
  state: state as JobState,
})

import { setImmediate } from 'node:timers/promises'
import type { Alert, AlertRule } from '@porthole/contract'
import { scopeOf } from '../access/scopes.ts'
import type { Database } from '../database/open-database.ts'
import type { AlertRecord, RuleRecord } from './alert-record.ts'

const keptMs = 90 * 86_400_000
/** Rows in one statement: SQLite works on the event loop, and this many are a few milliseconds of it. */
const batch = 200

/** What one look at all figures changed. */
export interface AlertChanges {
  readonly begun: AlertRecord[]
  readonly changed: AlertRecord[]
  readonly dropped: AlertRecord[]
}

/** Rules and alerts as they stand in the database. */
export class AlertRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async rules(): Promise<RuleRecord[]> {
    const rows = await this.#database.alertRule.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
    return rows.flatMap(({ scope, target, createdAt: _, ...row }) => {
      const on = scopeOf({ scope, target, host: null, userId: null, groupId: null })
      return on === null ? [] : [{ ...(row as Omit<RuleRecord, 'on'>), on }]
    })
  }

  /** Those that have not ended. */
  async open(): Promise<AlertRecord[]> {
    const rows = await this.#database.alert.findMany({ where: { state: { not: 'resolved' } } })
    return rows.map(recordOf)
  }

  /** Those that were acknowledged until a time that has not come: the same happening again is known, too. */
  async silenced(now: Date): Promise<AlertRecord[]> {
    const rows = await this.#database.alert.findMany({ where: { state: 'resolved', ackUntil: { gt: now } } })
    return rows.map(recordOf)
  }

  async find(id: string): Promise<AlertRecord | null> {
    const row = await this.#database.alert.findUnique({ where: { id } })
    return row && recordOf(row)
  }

  async past(before: Date, most: number): Promise<AlertRecord[]> {
    const rows = await this.#database.alert.findMany({
      where: { resolvedAt: { lt: before } },
      orderBy: [{ resolvedAt: 'desc' }, { id: 'asc' }],
      take: most,
    })
    return rows.map(recordOf)
  }

  /** Those that began or ended until then and are in no message yet, and when the last of them did. */
  async unsent(until: Date): Promise<{ turned: AlertRecord[]; last: Date | null }> {
    const where = { unsent: { lte: until } }
    const rows = await this.#database.alert.findMany({ where, orderBy: [{ unsent: 'asc' }, { id: 'asc' }] })
    return { turned: rows.map(recordOf), last: rows.at(-1)?.unsent ?? null }
  }

  /**
   * All of it or, when the database fails, at least each row whole: the next look finds the rest again. What began or ended
   * at this look, `now`, waits in the same row to be sent.
   */
  async write({ begun, changed, dropped }: AlertChanges, now: Date): Promise<void> {
    const { alert } = this.#database
    for (let at = 0; at < begun.length; at += batch) {
      const data = begun.slice(at, at + batch).map(record => ({ ...rowOf(record), unsent: record.firedAt }))
      await alert.createMany({ data })
      await setImmediate()
    }
    for (let at = 0; at < dropped.length; at += batch) {
      await alert.deleteMany({ where: { id: { in: dropped.slice(at, at + batch).map(({ id }) => id) } } })
      await setImmediate()
    }
    for (let at = 0; at < changed.length; at += batch) {
      const some = changed.slice(at, at + batch)
      await this.#database.$transaction(
        some.map(({ id, state, value, since, firedAt, resolvedAt, end, rule, threshold, side, severity }) =>
          alert.updateMany({
            where: { id },
            data: {
              ...{ state, value, since, firedAt, resolvedAt, end, rule, threshold, side, severity },
              ...((resolvedAt ?? firedAt)?.getTime() === now.getTime() && { unsent: now }),
            },
          }),
        ),
      )
      await setImmediate()
    }
  }

  async acknowledge({ id, acknowledged }: AlertRecord): Promise<void> {
    await this.#database.alert.updateMany({ where: { id }, data: ackColumns(acknowledged) })
  }

  async prune(now: Date): Promise<void> {
    await this.#database.alert.deleteMany({ where: { resolvedAt: { lt: new Date(now.getTime() - keptMs) } } })
  }
}

const ackColumns = (acknowledged: AlertRecord['acknowledged']) => ({
  ackBy: acknowledged?.by ?? null,
  ackAt: acknowledged?.at ?? null,
  ackUntil: acknowledged?.until ?? null,
})

type Row = Omit<NonNullable<Awaited<ReturnType<Database['alert']['findUnique']>>>, 'unsent'>

const rowOf = ({ acknowledged, measured: _, ...record }: AlertRecord): Row => ({
  ...record,
  ...ackColumns(acknowledged),
})

/** Nobody has looked at it since it was read: whether it can be measured shows then. */
function recordOf({ ackBy, ackAt, ackUntil, unsent: _, ...row }: Row & { unsent: unknown }): AlertRecord {
  const acknowledged = ackBy === null || ackAt === null ? null : { by: ackBy, at: ackAt, until: ackUntil }
  return {
    ...row,
    figure: row.figure as AlertRule['figure'],
    side: row.side as AlertRule['side'],
    severity: row.severity as AlertRule['severity'],
    about: row.about as Alert['about'],
    state: row.state as Alert['state'],
    end: row.end as Alert['end'],
    measured: false,
    acknowledged,
  }
}

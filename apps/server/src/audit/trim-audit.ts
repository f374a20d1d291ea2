import type { Database } from '../database/open-database.ts'
import { type Audit, nobody } from './audit.ts'

/** The name of the row that says which rows were removed because they were old. */
export const trimAction = 'trimAudit'

/** A long removal would keep other writers waiting. */
const atOnce = 2000

/** Removes the rows older than `before`; a row says so first, with what the chain needs to be checked from there on. */
export async function trimAudit(database: Database, audit: Audit, before: Date): Promise<number> {
  const stays = await database.auditRow.findFirst({ where: { at: { gte: before } }, orderBy: { seq: 'asc' } })
  const goes = { seq: { lt: stays?.seq ?? 0 } }
  const last = await database.auditRow.findFirst({ where: goes, orderBy: { seq: 'desc' } })
  if (last === null) return 0
  const args = { seq: last.seq, mac: last.mac, before: before.toISOString() }
  await audit.happened({ action: trimAction, caller: nobody, object: null, objectName: null, host: null, args })
  await database.auditHead.update({ where: { id: 1 }, data: { cut: last.seq } })
  const first = (await database.auditRow.findFirst({ orderBy: { seq: 'asc' } }))?.seq ?? last.seq
  for (let upTo = first - 1; upTo < last.seq; ) {
    upTo = Math.min(upTo + atOnce, last.seq)
    await database.auditRow.deleteMany({ where: { seq: { lte: upTo } } })
  }
  return last.seq - first + 1
}

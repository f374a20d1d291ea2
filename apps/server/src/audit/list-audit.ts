import type { AuditEntry } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentRow, visibleRows } from './visible-rows.ts'

type Input = { object?: string | undefined; limit: number; before?: number | undefined }

export const listAudit: Verb<Input, { entries: AuditEntry[] }> = async ({ database }, { object, limit, before }) => {
  const where = {
    ...(object === undefined ? {} : { object }),
    ...(before === undefined ? {} : { seq: { lt: before } }),
    AND: [await visibleRows(database)],
  }
  const rows = await database.auditRow.findMany({ where, orderBy: { seq: 'desc' }, take: limit })
  return { entries: rows.map(presentRow) }
}

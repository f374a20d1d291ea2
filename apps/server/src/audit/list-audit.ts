import type { AuditEntry, AuditFilter } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { matching, seenBy } from './audit-scope.ts'
import { presentRow, visibleRows } from './visible-rows.ts'

type Input = AuditFilter & { limit: number; before?: number | undefined; after?: number | undefined }

export const listAudit: Verb<Input, { entries: AuditEntry[]; more: boolean }> = async (core, input, caller) => {
  const { limit, before, after, ...filter } = input
  await core.audit.written()
  const where = {
    ...(before === undefined ? {} : { seq: { lt: before } }),
    AND: [
      ...(after === undefined ? [] : [{ seq: { gt: after } }]),
      ...[seenBy(core, caller), matching(core, filter), await visibleRows(core.database)],
    ],
  }
  const rows = await core.database.auditRow.findMany({ where, orderBy: { seq: 'desc' }, take: limit + 1 })
  return { entries: rows.slice(0, limit).map(presentRow), more: rows.length > limit }
}

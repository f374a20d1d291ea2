import type { AuditEntry } from '@porthole/contract'
import type { Verb } from '../core.ts'

type Input = { object?: string | undefined; limit: number; after?: string | undefined }

export const listAudit: Verb<Input, { entries: AuditEntry[] }> = async ({ database }, { object, limit, after }) => {
  const where = { ...(object === undefined ? {} : { object }), ...(after === undefined ? {} : { id: { lt: after } }) }
  const rows = await database.auditEntry.findMany({ where, orderBy: { id: 'desc' }, take: limit })
  return {
    entries: rows.map(({ id, at, action, person, from, object, objectName, args, result, error, took }) => ({
      ...{ id, action, person, from, object, objectName, error, took },
      at: at.toISOString(),
      args: args as AuditEntry['args'],
      result: result as AuditEntry['result'],
    })),
  }
}

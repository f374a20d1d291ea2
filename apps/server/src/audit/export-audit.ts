import { Readable } from 'node:stream'
import type { AuditFilter, Download } from '@porthole/contract'
import type { Core, Verb } from '../core.ts'
import { matching, seenBy } from './audit-scope.ts'
import { presentRow, visibleRows } from './visible-rows.ts'

const batch = 2000

export const exportAudit: Verb<AuditFilter, Download> = async (core, filter, caller) => {
  await core.audit.written()
  const where = [seenBy(core, caller), matching(core, filter), await visibleRows(core.database)]
  const headers = {
    'content-type': 'application/jsonl',
    'content-disposition': 'attachment; filename="porthole-audit.jsonl"',
  }
  return { headers, body: Readable.toWeb(Readable.from(linesOf(core, where))) }
}

async function* linesOf({ database }: Core, where: object[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let after = 0; ; ) {
    const of = { AND: [...where, { seq: { gt: after } }] }
    const rows = await database.auditRow.findMany({ where: of, orderBy: { seq: 'asc' }, take: batch })
    yield encoder.encode(rows.map(row => `${JSON.stringify(presentRow(row))}\n`).join(''))
    if (rows.length < batch) return
    after = rows.at(-1)?.seq ?? after
  }
}

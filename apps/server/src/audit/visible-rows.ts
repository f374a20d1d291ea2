import type { AuditEntry } from '@porthole/contract'
import type { Database } from '../database/open-database.ts'
import type { ChainRow } from './chain.ts'

/** An act that has ended is shown by the row of its end, which has everything; one that has not, by its beginning. */
export async function visibleRows(database: Database) {
  const unfinished = await database.unfinishedAct.findMany({ select: { seq: true } })
  return { OR: [{ result: { not: 'started' } }, { seq: { in: unfinished.map(({ seq }) => seq) } }] }
}

export function presentRow(row: ChainRow): AuditEntry {
  const { seq, startSeq, action, personId, person, credential, from, object, objectName, host, error, took } = row
  return {
    ...{ seq, startSeq, action, personId, person, credential, from, object, objectName, host, error, took },
    at: row.at.toISOString(),
    source: row.source as AuditEntry['source'],
    args: argsOf(row.args),
    result: row.result as AuditEntry['result'],
  }
}

/** One odd row never empties a list. */
function argsOf(text: string): AuditEntry['args'] {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

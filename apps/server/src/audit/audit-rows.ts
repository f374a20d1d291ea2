import { Prisma } from '@porthole/prisma/sqlite'
import type { ChainEnd, ChainRow } from './chain.ts'

const columns = [
  ...(['seq', 'at', 'source', 'action', 'result', 'startSeq', 'personId', 'person', 'credential'] as const),
  ...(['sessionId', 'from', 'object', 'objectName', 'host', 'args', 'error', 'took', 'mac'] as const),
] satisfies (keyof (ChainRow & ChainEnd))[]
const names = columns.map(column => `"${column}"`).join(', ')
const inserts = new Map<number, readonly string[]>()

/** What stands around the values of so many rows: put together anew for each write it would cost more than the write. */
function insertOf(rows: number): readonly string[] {
  const known = inserts.get(rows)
  if (known !== undefined) return known
  const commas = columns.slice(1).map(() => ', ')
  const made = [`INSERT INTO "AuditRow" (${names}) VALUES (`]
  for (let n = 1; n <= rows; n++) made.push(...commas, n === rows ? ')' : '), (')
  inserts.set(rows, made)
  return made
}

export function addRows(rows: readonly (ChainRow & ChainEnd)[]): Prisma.Sql {
  const values = rows.flatMap(row => columns.map(column => row[column]))
  return new Prisma.Sql(insertOf(rows.length), values)
}

export function moveEnd({ seq, mac }: ChainEnd): Prisma.Sql {
  return Prisma.sql`UPDATE "AuditHead" SET "seq" = ${seq}, "mac" = ${mac} WHERE "id" = 1`
}

export function addUnfinished(seqs: readonly number[], server: string): Prisma.Sql {
  const values = seqs.map(seq => Prisma.sql`(${seq}, ${server})`)
  return Prisma.sql`INSERT INTO "UnfinishedAct" ("seq", "server") VALUES ${Prisma.join(values)}`
}

export function endUnfinished(seqs: readonly number[]): Prisma.Sql {
  return Prisma.sql`DELETE FROM "UnfinishedAct" WHERE "seq" IN (${Prisma.join([...seqs])})`
}

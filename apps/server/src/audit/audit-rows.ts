import { Prisma } from '@porthole/prisma/sqlite'
import type { ChainEnd, ChainRow } from './chain.ts'

const columns = [
  ...(['seq', 'at', 'source', 'action', 'result', 'startSeq', 'personId', 'person', 'credential'] as const),
  ...(['sessionId', 'from', 'object', 'objectName', 'host', 'args', 'error', 'took', 'mac'] as const),
] satisfies (keyof (ChainRow & ChainEnd))[]
const names = Prisma.raw(columns.map(column => `"${column}"`).join(', '))

export function addRows(rows: readonly (ChainRow & ChainEnd)[]): Prisma.Sql {
  const values = rows.map(row => Prisma.sql`(${Prisma.join(columns.map(column => row[column]))})`)
  return Prisma.sql`INSERT INTO "AuditRow" (${names}) VALUES ${Prisma.join(values)}`
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

import { Prisma } from '@porthole/prisma/sqlite'
import type { Database } from '../database/open-database.ts'
import type { ChainEnd, ChainRow } from './chain.ts'

const columns = [
  ...(['seq', 'at', 'source', 'action', 'result', 'startSeq', 'personId', 'person', 'credential'] as const),
  ...(['sessionId', 'from', 'object', 'objectName', 'host', 'args', 'error', 'took', 'mac'] as const),
] satisfies (keyof (ChainRow & ChainEnd))[]
const names = Prisma.raw(columns.map(column => `"${column}"`).join(', '))

/*
 * Every writing request waits for two of these. As plain SQL, which both databases read the same, they cost a third of
 * what Prisma takes to work the statements out anew each time.
 */

export function addRows(database: Database, rows: readonly (ChainRow & ChainEnd)[]) {
  const values = rows.map(row => Prisma.sql`(${Prisma.join(columns.map(column => row[column]))})`)
  return database.$executeRaw`INSERT INTO "AuditRow" (${names}) VALUES ${Prisma.join(values)}`
}

export function moveEnd(database: Database, { seq, mac }: ChainEnd) {
  return database.$executeRaw`UPDATE "AuditHead" SET "seq" = ${seq}, "mac" = ${mac} WHERE "id" = 1`
}

export function addUnfinished(database: Database, seqs: readonly number[], server: string) {
  const values = seqs.map(seq => Prisma.sql`(${seq}, ${server})`)
  return database.$executeRaw`INSERT INTO "UnfinishedAct" ("seq", "server") VALUES ${Prisma.join(values)}`
}

export function endUnfinished(database: Database, seqs: readonly number[]) {
  return database.$executeRaw`DELETE FROM "UnfinishedAct" WHERE "seq" IN (${Prisma.join([...seqs])})`
}

/** Whether a row of that number is there already: Prisma's error of a raw statement has the driver's in it. */
export function isTaken(error: unknown): boolean {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { kind?: string } } } }
  return meta?.driverAdapterError?.cause?.kind === 'UniqueConstraintViolation'
}

import type { Database } from '../database/open-database.ts'
import { readEnd } from './audit-writer.ts'
import { type ChainEnd, type ChainRow, macOf } from './chain.ts'
import { trimAction } from './trim-audit.ts'

export interface Verdict {
  /** How many rows were looked at. */
  readonly rows: number
  readonly end: ChainEnd
  /** What is wrong, a sentence each; empty when all is as it was written. */
  readonly faults: readonly string[]
}

const batch = 2000

/** Goes through the whole chain. `expected` is an end that was noted earlier: its row must still be there. */
export async function verifyChain(database: Database, key: Buffer, expected?: ChainEnd): Promise<Verdict> {
  // Read first: what is added meanwhile comes after it.
  const end = await readEnd(database)
  const faults: string[] = []
  let before: ChainEnd = { seq: 0, mac: '' }
  let rows = 0
  for await (const row of rowsUpTo(database, end.seq)) {
    rows++
    const known = before.seq === row.seq - 1 ? before.mac : null
    if (known === null) faults.push(...(await gap(database, key, before.seq, row)))
    else if (macOf(key, known, row) !== row.mac) faults.push(`Row ${row.seq} (${told(row)}) was changed.`)
    if (expected?.seq === row.seq && expected.mac !== row.mac) {
      faults.push(`Row ${row.seq} is not the one that was noted: the chain was written anew.`)
    }
    before = { seq: row.seq, mac: row.mac }
  }
  if (before.seq < end.seq) faults.push(missing(before.seq + 1, end.seq))
  else if (before.mac !== end.mac) faults.push('The end of the chain does not match its last row.')
  if (expected !== undefined && expected.seq > end.seq) faults.push(missing(end.seq + 1, expected.seq))
  const strays = await strayRows(database)
  if (strays > 0) faults.push(`Rows that the chain does not count: ${strays}.`)
  return { rows, end: { seq: end.seq, mac: end.mac }, faults }
}

async function* rowsUpTo(database: Database, last: number): AsyncGenerator<ChainRow & ChainEnd> {
  for (let after = 0; ; ) {
    const where = { seq: { gt: after, lte: last } }
    const rows = await database.auditRow.findMany({ where, orderBy: { seq: 'asc' }, take: batch })
    yield* rows
    if (rows.length < batch) return
    after = rows.at(-1)?.seq ?? last
  }
}

async function strayRows(database: Database): Promise<number> {
  const before = await database.auditRow.count({ where: { seq: { lt: 1 } } })
  const last = await database.auditRow.aggregate({ _max: { seq: true } })
  // A row and the end that counts it are written together: an end that is read after a row counts it.
  const end = await readEnd(database)
  return before + Math.max(0, (last._max.seq ?? 0) - end.seq)
}

/** Rows may be missing at the beginning alone, and only those that a later row says were removed as too old. */
async function gap(database: Database, key: Buffer, after: number, row: ChainRow & ChainEnd): Promise<string[]> {
  const trims = after === 0 ? await database.auditRow.findMany({ where: { action: trimAction } }) : []
  // While rows are being removed, the last of them are still there.
  const trim = trims.map(({ args }) => JSON.parse(args) as ChainEnd).findLast(({ seq }) => seq >= row.seq - 1)
  if (trim === undefined) return [missing(after + 1, row.seq - 1)]
  if (trim.seq > row.seq - 1) return []
  return macOf(key, trim.mac, row) === row.mac ? [] : [`Row ${row.seq} (${told(row)}) was changed.`]
}

const missing = (first: number, last: number) =>
  first === last ? `Row ${first} is missing.` : `Rows ${first} to ${last} are missing.`

const told = ({ at, action }: ChainRow) => `${action}, ${at.toISOString()}`

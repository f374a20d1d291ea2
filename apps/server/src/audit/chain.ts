import { createHmac } from 'node:crypto'

/** A row as it is chained: everything of it but its own mac. */
export interface ChainRow {
  readonly seq: number
  readonly at: Date
  readonly source: string
  readonly action: string
  readonly result: string
  readonly startSeq: number | null
  readonly personId: string | null
  readonly person: string | null
  readonly credential: string | null
  readonly sessionId: string | null
  readonly from: string | null
  readonly object: string | null
  readonly objectName: string | null
  readonly host: string | null
  readonly args: string
  readonly error: string | null
  readonly took: number | null
}

/** The chain's end: the last row, or what stands before the first. */
export interface ChainEnd {
  readonly seq: number
  readonly mac: string
}

/**
 * Binds a row to all rows before it. Keyed, so that whoever can write to the database but has not the key can make no
 * row that passes. The order of fields is part of the format.
 */
export function macOf(key: Buffer, before: string, row: ChainRow): string {
  const fields = [
    ...[row.seq, row.at.toISOString(), row.source, row.action, row.result, row.startSeq],
    ...[row.personId, row.person, row.credential, row.sessionId, row.from],
    ...[row.object, row.objectName, row.host, row.args, row.error, row.took],
  ]
  return createHmac('sha256', key)
    .update(JSON.stringify([before, fields]))
    .digest('base64url')
}

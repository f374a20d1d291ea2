import { type HistoryRange, historyRanges } from '@porthole/contract'

/** One ring: how far its points stand apart, how many stand in a block, and how long it reaches back. */
export interface Ring {
  readonly step: number
  /** Points in a block. Larger ones are rewritten more, smaller ones cost more rows. */
  readonly size: number
  readonly keptSeconds: number
}

const hour = 3600
const day = 24 * hour

export const rings = [
  { step: 30, size: 20, keptSeconds: 6 * hour },
  { step: 120, size: 20, keptSeconds: 2 * day },
  { step: 900, size: 16, keptSeconds: 31 * day },
  { step: 7200, size: 12, keptSeconds: 366 * day },
] as const satisfies readonly Ring[]

/** The finest ring that reaches back so far. */
export function ringFor(range: HistoryRange): Ring {
  const seconds = historyRanges[range]
  const ring = rings.find(({ keptSeconds }) => keptSeconds >= seconds)
  if (ring === undefined) throw new Error(`no ring reaches back ${range}`)
  return ring
}

export const blockOf = ({ step, size }: Ring, seconds: number): number => Math.floor(seconds / (step * size))

/** The oldest block of which something is kept. */
export const oldestBlock = (ring: Ring, now: number): number => blockOf(ring, now - ring.keptSeconds)

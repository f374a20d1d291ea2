import type { Snapshot } from '@porthole/contract'

/** One row of the picture: what stands in it, and which lines go through it. Lanes count from 0, left to right. */
export interface GraphRow {
  /** Null for what the VM is now, which is last. */
  readonly snapshot: Snapshot | null
  readonly lane: number
  /** Its line comes from above, and goes on below. */
  readonly above: boolean
  readonly below: boolean
  /** Lanes of others that go past. */
  readonly passing: readonly number[]
  /** Lanes that begin here, as something else was made of this one, too. */
  readonly branches: readonly number[]
}

interface Placed {
  readonly snapshot: Snapshot | null
  readonly lane: number
  /** The row that it grew out of; null for the first of all. */
  readonly from: number | null
}

/**
 * Draws snapshots as they grew out of each other, oldest first: what goes on from the newest of a lane stays in it, and
 * whatever else begins a lane of its own.
 */
export function snapshotGraph(snapshots: readonly Snapshot[]): GraphRow[] {
  const rows: Placed[] = []
  const rowOf = new Map<string, number>()
  const ends: number[] = []
  for (const snapshot of [...parentsFirst(snapshots), null]) {
    const parent = snapshot ? snapshot.parent : (snapshots.find(({ current }) => current)?.name ?? null)
    const from = parent === null ? null : (rowOf.get(parent) ?? null)
    const lane = from === null ? -1 : ends.indexOf(from)
    rows.push({ snapshot, lane: lane === -1 ? ends.length : lane, from })
    ends[lane === -1 ? ends.length : lane] = rows.length - 1
    if (snapshot) rowOf.set(snapshot.name, rows.length - 1)
  }
  const reach = ends.map((end, lane) => {
    const first = rows.findIndex(row => row.lane === lane)
    return { start: rows[first]?.from ?? first, first, end }
  })
  return rows.map(({ snapshot, lane, from }, at) => {
    const others = [...reach.keys()].filter(other => other !== lane)
    return {
      snapshot,
      lane,
      above: from !== null,
      below: (reach[lane]?.end ?? 0) > at,
      passing: others.filter(other => (reach[other]?.start ?? 0) < at && at < (reach[other]?.end ?? 0)),
      branches: others.filter(other => reach[other]?.start === at && reach[other]?.first !== at),
    }
  })
}

/** In their order, but none before the one that it was taken after: a host's clock may have been set back. */
function parentsFirst(snapshots: readonly Snapshot[]): Set<Snapshot> {
  const byName = new Map(snapshots.map(snapshot => [snapshot.name, snapshot]))
  const placed = new Set<Snapshot>()
  const under = new Set<Snapshot>()
  const place = (snapshot: Snapshot) => {
    if (placed.has(snapshot) || under.has(snapshot)) return
    under.add(snapshot)
    const parent = snapshot.parent === null ? undefined : byName.get(snapshot.parent)
    if (parent) place(parent)
    placed.add(snapshot)
  }
  snapshots.forEach(place)
  return placed
}

/** The names of all that grew out of one, oldest first. */
export function grownFrom(snapshots: readonly Snapshot[], name: string): string[] {
  const found = new Set([name])
  for (const { name: child, parent } of parentsFirst(snapshots))
    if (parent !== null && found.has(parent)) found.add(child)
  found.delete(name)
  return [...found]
}

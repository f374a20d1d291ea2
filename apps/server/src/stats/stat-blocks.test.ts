import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { openDatabase } from '../database/open-database.ts'
import { blockOf, rings } from './rings.ts'
import { StatBlocks } from './stat-blocks.ts'

const [ring] = rings
const now = 1_800_000_000

describe.each(dialects)('history in %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('is written in batches, rewritten as it grows, read back, and cut where no ring reaches', async () => {
    const database = await openDatabase(await databases.place(), pino({ level: 'silent' }))
    const blocks = new StatBlocks(database)
    const block = blockOf(ring, now)
    const of = (object: string, at: number, ...points: number[]) => ({
      ...{ object, ring, block: at, points: Uint16Array.from(points) },
    })
    const many = Array.from({ length: 450 }, (_, i) => of(`vm:${i}`, block, i, 65_535))
    await blocks.write([...many, of('vm:0', block - 1, 7, 8), of('vm:0', block - 10_000, 1, 2)])
    await blocks.write([of('vm:1', block, 1, 2)])
    await blocks.prune(now)
    expect((await blocks.unfinished(now)).length).toBe(450)
    const read = await blocks.read(['vm:0', 'vm:1'], ring, 0)
    const points = read.map(row => [row.object, row.block - block, [...row.points]])
    expect(points.toSorted()).toEqual([
      ['vm:0', -1, [7, 8]],
      ['vm:0', 0, [0, 65_535]],
      ['vm:1', 0, [1, 2]],
    ])
    await database.$disconnect()
  })
})

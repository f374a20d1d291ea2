import { setImmediate } from 'node:timers/promises'
import type { Database } from '../database/open-database.ts'
import { oldestBlock, type Ring, rings } from './rings.ts'
import type { FullBlock } from './track.ts'

/** Rows in one transaction: SQLite works on the event loop, and this many are a few milliseconds of it. */
const batch = 200

export interface StoredBlock extends FullBlock {
  readonly object: string
}

/** The history's rows in the database. */
export class StatBlocks {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Blocks that are still being filled: a server that starts goes on with them. */
  async unfinished(now: number): Promise<StoredBlock[]> {
    const rows = await this.#database.statBlock.findMany({
      where: {
        OR: rings.map(ring => ({ step: ring.step, block: { gte: Math.floor(now / (ring.step * ring.size)) } })),
      },
    })
    return rows.flatMap(({ object, step, block, points }) => {
      const ring = rings.find(known => known.step === step)
      return ring === undefined ? [] : [{ object, ring, block, points: numbersOf(points) }]
    })
  }

  /** Of these objects, what the ring holds from a block on. */
  async read(objects: readonly string[], { step }: Ring, from: number): Promise<Omit<StoredBlock, 'ring'>[]> {
    const rows = await this.#database.statBlock.findMany({
      where: { object: { in: [...objects] }, step, block: { gte: from } },
    })
    return rows.map(({ object, block, points }) => ({ object, block, points: numbersOf(points) }))
  }

  async write(blocks: readonly StoredBlock[]): Promise<void> {
    const together = new Map<string, StoredBlock[]>()
    for (const one of blocks) {
      const place = `${one.ring.step} ${one.block}`
      const alike = together.get(place)
      if (alike) alike.push(one)
      else together.set(place, [one])
    }
    for (const alike of together.values()) {
      for (let at = 0; at < alike.length; at += batch) {
        await this.#writeAlike(alike.slice(at, at + batch))
        await setImmediate()
      }
    }
  }

  async #writeAlike(blocks: readonly StoredBlock[]): Promise<void> {
    const [first] = blocks
    if (first === undefined) return
    const place = { step: first.ring.step, block: first.block }
    const { statBlock } = this.#database
    await this.#database.$transaction([
      statBlock.deleteMany({ where: { ...place, object: { in: blocks.map(({ object }) => object) } } }),
      statBlock.createMany({
        data: blocks.map(({ object, points }) => ({ object, ...place, points: bytesOf(points) })),
      }),
    ])
  }

  /** Removes what no ring reaches back to. */
  async prune(now: number): Promise<void> {
    for (const ring of rings) {
      await this.#database.statBlock.deleteMany({ where: { step: ring.step, block: { lt: oldestBlock(ring, now) } } })
    }
  }
}

function bytesOf(points: Uint16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(points.length * 2)
  const view = new DataView(bytes.buffer)
  for (const [i, point] of points.entries()) view.setUint16(i * 2, point, true)
  return bytes
}

function numbersOf(bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint16Array.from({ length: bytes.byteLength >> 1 }, (_, i) => view.getUint16(i * 2, true))
}

import { fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, percentile } from '../figures.ts'
import { Person } from './person.ts'
import type { Stage } from './stage.ts'

const rounds = 1000
/** What SQLite writes ahead for the two rows of an act and what points to them. */
const commitBytes = 14 * 4096

/**
 * A call that gets as far as an act which finds nothing to do: signed in, permitted and written down as begun and as
 * ended; beside the same call by nobody, which goes the same way through HTTP and is refused before any of that. An act
 * is on the disk before it happens: between the calls the same disk is measured, and its share of the whole is told.
 */
export async function cost({ admin, porthole, data }: Stage): Promise<Figure[]> {
  const flush = flusher(join(data, 'flushed'))
  const nobody = new Person(porthole.url)
  const measure = async (status: number, ...call: readonly [string, string, object?]) => {
    const [withAll, without, flushes]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      withAll.push(await admin.time(status, ...call))
      without.push(await nobody.time(401, ...call))
      flushes.push(flush())
    }
    return { cost: percentile(withAll, 0.5) - percentile(without, 0.5), flush: percentile(flushes, 0.5) }
  }
  const writing = await measure(404, 'PUT', '/folders/none', { name: 'none', parent: null })
  const reading = await measure(200, 'GET', '/folders')
  const bound = { atMost: 1.5, unit: 'ms' }
  const disk = `with the ${writing.flush.toFixed(1)} ms that this disk takes to keep it`
  return [
    { name: 'authentication and permission of a call that reads, median', value: reading.cost, ...bound },
    {
      name: `authentication, permission and audit of a call that acts, ${disk}, median`,
      value: writing.cost,
      ...bound,
    },
  ]
}

/** Writes as a commit does, over the same place again, as the file that SQLite writes ahead is used again. */
function flusher(path: string): () => number {
  const file = openSync(path, 'w')
  const page = Buffer.alloc(commitBytes, 1)
  return () => {
    const began = performance.now()
    writeSync(file, page, 0, commitBytes, 0)
    fsyncSync(file)
    return performance.now() - began
  }
}

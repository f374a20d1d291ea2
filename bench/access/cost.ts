import { type Figure, percentile } from '../figures.ts'
import { Person } from './person.ts'
import type { Stage } from './stage.ts'

const rounds = 1000

/**
 * A call that gets as far as an act which finds nothing to do: signed in, permitted and written down as begun and as
 * ended; beside the same call by nobody, which goes the same way through HTTP and is refused before any of that.
 */
export async function cost({ admin, porthole }: Stage): Promise<Figure[]> {
  const call = ['PUT', '/folders/none', { name: 'none', parent: null }] as const
  const nobody = new Person(porthole.url)
  const [withAll, without]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    withAll.push(await admin.time(404, ...call))
    without.push(await nobody.time(401, ...call))
  }
  const value = percentile(withAll, 0.5) - percentile(without, 0.5)
  return [{ name: 'authentication, permission and audit of a REST call, median', value, atMost: 1.5, unit: 'ms' }]
}

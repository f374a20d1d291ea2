import { type Figure, percentile } from '../figures.ts'
import type { Stage } from './stage.ts'

const rounds = 500

/** A VM that one may not see answers as one that does not exist, and as quickly: nobody learns by a watch which it is. */
export async function absent({ person, vms }: Stage): Promise<Figure[]> {
  const stranger = await person('stranger', 'none')
  const [hidden, missing]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    hidden.push(await stranger.time(404, 'GET', `/vms/${vms[round]}`))
    missing.push(await stranger.time(404, 'GET', `/vms/${crypto.randomUUID()}`))
  }
  const [seen, none] = [percentile(hidden, 0.5), percentile(missing, 0.5)]
  const name = 'a VM that may not be seen beside one that is not there, medians apart'
  return [{ name, value: (Math.abs(seen - none) / none) * 100, atMost: 20, unit: '%' }]
}

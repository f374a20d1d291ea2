import type { Figure } from '../figures.ts'
import { residentKiB } from './processes.ts'
import type { Stage } from './stage.ts'

const mebibytes = 300
const stalledSeconds = 4

/** Every byte in its place, to a viewer that pauses at random; and what one that never reads costs. */
export async function whole({ porthole }: Stage): Promise<Figure[]> {
  const { wrong, bytes } = await porthole.measure(['check'], 0, { size: mebibytes })
  const before = residentKiB(porthole.pid)
  let after = Number.NaN
  const whileOpen = async () => {
    after = residentKiB(porthole.pid)
  }
  await porthole.measure(['stall'], stalledSeconds, { whileOpen })
  return [
    { name: `${mebibytes} MiB with random pauses: wrong bytes`, value: wrong, unit: 'bytes', atMost: 0 },
    { name: 'of them compared', value: (bytes[0] ?? 0) / 2 ** 20, unit: 'MiB', atLeast: mebibytes },
    { name: 'server grown by a browser that reads nothing', value: (after - before) / 1024, unit: 'MiB', atMost: 2 },
  ]
}

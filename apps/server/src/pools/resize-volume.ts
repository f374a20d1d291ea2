import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { diskUsers } from './disk-users.ts'
import { writingMs } from './make-volume.ts'
import { requireIdle, runningPool, volumeByName } from './volume-by-name.ts'

type Input = { host: string; pool: string; volume: string; capacity: number }

/** Only larger: what lies beyond a nearer end would be lost, and nobody could tell whether something does. */
export const resizeVolume: Verb<Input, object> = async (core, { host, pool, volume, capacity }) => {
  const link = core.hosts.link(host)
  const found = await volumeByName(link, await runningPool(link, pool), volume)
  requireIdle(link, diskUsers(link, found))
  if (capacity <= (found.document.capacity ?? 0)) {
    const message = 'A volume can only be made larger: what lies beyond a nearer end would be lost.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'capacity', message }] } })
  }
  await link.call(
    'storageVolResize',
    { vol: found.vol, capacity: BigInt(capacity), flags: 0 },
    { deadlineMs: writingMs },
  )
  return {}
}

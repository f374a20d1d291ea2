import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { diskUsers } from './disk-users.ts'
import { writingMs } from './make-volume.ts'
import { resizeInGuest } from './resize-in-guest.ts'
import { runningPool, volumeByName } from './volume-by-name.ts'

type Input = { host: string; pool: string; volume: string; capacity: number }

/**
 * Only larger: what lies beyond a nearer end would be lost, and nobody could tell whether something does. The disk of a
 * VM that is on is written by its QEMU alone, which makes it larger then.
 */
export const resizeVolume: Verb<Input, { note: string | null }> = async (core, input, caller) => {
  const { host, pool, volume, capacity } = input
  const link = core.hosts.link(host)
  const found = await volumeByName(link, await runningPool(link, pool), volume)
  if (capacity <= (found.document.capacity ?? 0)) {
    const message = 'A volume can only be made larger: what lies beyond a nearer end would be lost.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'capacity', message }] } })
  }
  const running = diskUsers(link, found).filter(({ active }) => active)
  if (running.length > 0) return { note: await resizeInGuest(link, found, running, capacity, caller) }
  await link.call(
    'storageVolResize',
    { vol: found.vol, capacity: BigInt(capacity), flags: 0 },
    { deadlineMs: writingMs },
  )
  return { note: null }
}

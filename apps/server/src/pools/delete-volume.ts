import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { writingMs } from './make-volume.ts'
import { runningPool, volumeByName } from './volume-by-name.ts'
import { volumeInUse } from './volume-in-use.ts'

type Input = { host: string; pool: string; volume: string }

export const deleteVolume: Verb<Input, object> = async (core, { host, pool, volume }, caller) => {
  const link = core.hosts.link(host)
  const found = await volumeByName(link, await runningPool(link, pool), volume)
  const why = await volumeInUse(link, found, caller)
  if (why !== null) throw new Fault('IN_USE', `${why} Nothing was deleted.`)
  await link.call('storageVolDelete', { vol: found.vol, flags: 0 }, { deadlineMs: writingMs })
  return {}
}

import { Readable } from 'node:stream'
import type { Download } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { diskUsers } from './disk-users.ts'
import { requireIdle, runningPool, volumeByName } from './volume-by-name.ts'

/** VIR_STORAGE_VOL_GET_PHYSICAL: how long the file is, in place of what it takes. */
const physical = 1

export const downloadVolume: Verb<{ host: string; pool: string; volume: string }, Download> = async (
  core,
  input,
  caller,
) => {
  const link = core.hosts.link(input.host)
  const pool = await runningPool(link, input.pool)
  const found = await volumeByName(link, pool, input.volume)
  requireIdle(link, diskUsers(link, found))
  const { vol } = found
  const { allocation: length } = await link.call('storageVolGetInfoFlags', { vol, flags: physical })
  const { stream } = await link.readStream('storageVolDownload', { vol, offset: 0, length, flags: 0 })
  const { name } = link.snapshot()
  const args = { pool: pool.name, volume: vol.name }
  await core.audit.happened({
    ...{ object: `host:${link.id}`, objectName: name, host: link.id },
    ...{ action: 'downloadVolume', caller, args },
  })
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(vol.name)}`,
    'content-length': String(length),
  }
  return { headers, body: Readable.toWeb(stream as Readable) }
}

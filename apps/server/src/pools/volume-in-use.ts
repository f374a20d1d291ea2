import type { StoragePool } from '@porthole/libvirt'
import type { Caller } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { diskUsers, userInWords } from './disk-users.ts'
import { type FoundVolume, readVolumes } from './read-volumes.ts'

/** virConnectListAllStoragePoolsFlags */
const ACTIVE = 2

/**
 * Why a volume must stay, apart from one VM; null where nothing needs it. Named is only what the caller may see: that there
 * is something keeps it all the same.
 */
export async function volumeInUse(
  link: HostLink,
  volume: FoundVolume,
  caller: Caller,
  apartFrom?: string,
): Promise<string | null> {
  const others = diskUsers(link, volume).filter(({ id }) => id !== apartFrom)
  if (others.length > 0)
    return `It is a disk of ${userInWords(others, caller)}${apartFrom === undefined ? '' : ' too'}.`
  const { pools } = await link.call('connectListAllStoragePools', { need_results: 1, flags: ACTIVE })
  for (const pool of pools) {
    const overlay = (await volumesOf(link, pool)).find(({ document }) => document.backing === volume.path)
    if (overlay === undefined) continue
    const seesPool = caller.can('storage.see', { pool: { host: link.id, name: pool.name } })
    return seesPool ? `The volume "${overlay.vol.name}" is built on it.` : 'Another volume is built on it.'
  }
  return null
}

/** A pool that is in disorder must not keep those of others. */
const volumesOf = (link: HostLink, pool: StoragePool) => readVolumes(link, pool).catch(() => [])

import type { StoragePlace } from '@porthole/contract'
import type { Caller, Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { diskUsers } from './disk-users.ts'

/** Whoever types into the palette does not wait for a slow host. */
const deadlineMs = 2000

export const findStorage: Verb<{ path: string }, { places: StoragePlace[] }> = async ({ hosts }, { path }, caller) => {
  const links = hosts.list().map(({ id }) => hosts.link(id))
  const places = await Promise.all(
    links.filter(({ connected }) => connected).map(link => placeOn(link, path.replace(/(.)\/+$/, '$1'), caller)),
  )
  return { places: places.filter(place => place !== null) }
}

async function placeOn(link: HostLink, path: string, caller: Caller): Promise<StoragePlace | null> {
  const host = link.id
  const found = (await volumeAt(link, path)) ?? (await poolAt(link, path))
  if (found === null || !caller.can('storage.see', { pool: { host, name: found.pool } })) return null
  const { pool, volume } = found
  const users = volume === null ? [] : diskUsers(link, { path, vol: { pool, name: volume } })
  const seen = users.filter(vm => caller.can('vm.see', { vm }))
  return { host, pool, volume, vms: seen.map(({ id }) => ({ id, host })) }
}

type Place = Pick<StoragePlace, 'pool' | 'volume'> | null

/** Nothing, too, where the host says no, or not in time. */
const volumeAt = (link: HostLink, path: string): Promise<Place> =>
  link.call('storageVolLookupByPath', { path }, { deadlineMs }).then(
    ({ vol }) => ({ pool: vol.pool, volume: vol.name }),
    () => null,
  )

const poolAt = (link: HostLink, path: string): Promise<Place> =>
  link.call('storagePoolLookupByTargetPath', { path }, { deadlineMs }).then(
    ({ pool }) => ({ pool: pool.name, volume: null }),
    () => null,
  )

import type { Pool } from '@porthole/contract'
import type { StoragePool } from '@porthole/libvirt'
import { readPool } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** Pools whose volumes are files in a folder, whatever that folder lies on. */
const fileTypes: ReadonlySet<string | null> = new Set(['dir', 'fs', 'netfs', 'vstorage'])

export const listPools: Verb<{ host: string }, { pools: Pool[] }> = async (core, { host }, caller) => {
  const link = core.hosts.link(host)
  const found = await link.call('connectListAllStoragePools', { need_results: 1, flags: 0 })
  const seen = found.pools.filter(({ name }) => caller.can('storage.see', { pool: { host, name } }))
  const pools = await Promise.all(seen.map(pool => presentPool(link, pool)))
  return { pools: pools.sort((a, b) => a.name.localeCompare(b.name)) }
}

export async function presentPool(link: HostLink, pool: StoragePool): Promise<Pool> {
  const [{ xml }, { active }] = await Promise.all([
    link.call('storagePoolGetXmlDesc', { pool, flags: 0 }),
    link.call('storagePoolIsActive', { pool }),
  ])
  const { type, path, capacity, available } = readPool(xml)
  return {
    name: pool.name,
    type: type ?? 'unknown',
    active: active !== 0,
    path,
    capacity: capacity ?? 0,
    available: available ?? 0,
    holdsQcow2: fileTypes.has(type),
  }
}

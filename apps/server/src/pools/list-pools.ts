import type { Pool, VolumeFormat } from '@porthole/contract'
import type { StoragePool } from '@porthole/libvirt'
import { readPool } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** What libvirt can make in a pool of a type: files in a folder, whatever that lies on, or bare volumes. */
const formatsOf: Readonly<Record<string, VolumeFormat[]>> = {
  ...{ dir: ['qcow2', 'raw'], fs: ['qcow2', 'raw'], netfs: ['qcow2', 'raw'], vstorage: ['qcow2', 'raw'] },
  ...{ logical: ['raw'], rbd: ['raw'], zfs: ['raw'] },
}

export const listPools: Verb<{ host: string }, { pools: Pool[] }> = async (core, { host }, caller) => {
  const link = core.hosts.link(host)
  const found = await link.call('connectListAllStoragePools', { need_results: 1, flags: 0 })
  const seen = found.pools.filter(({ name }) => caller.can('storage.see', { pool: { host, name } }))
  const pools = await Promise.all(
    seen.map(async pool => ({
      ...(await presentPool(link, pool)),
      canManage: caller.can('storage.manage', { pool: { host, name: pool.name } }),
    })),
  )
  return { pools: pools.sort((a, b) => a.name.localeCompare(b.name)) }
}

export async function presentPool(link: HostLink, pool: StoragePool): Promise<Omit<Pool, 'canManage'>> {
  const [{ xml }, { active }, { autostart }, { persistent }] = await Promise.all([
    link.call('storagePoolGetXmlDesc', { pool, flags: 0 }),
    link.call('storagePoolIsActive', { pool }),
    link.call('storagePoolGetAutostart', { pool }),
    link.call('storagePoolIsPersistent', { pool }),
  ])
  const { type, path, capacity, available } = readPool(xml)
  return {
    name: pool.name,
    type: type ?? 'unknown',
    active: active !== 0,
    autostart: autostart !== 0,
    persistent: persistent !== 0,
    path,
    capacity: capacity ?? 0,
    available: available ?? 0,
    formats: formatsOf[type ?? ''] ?? [],
  }
}

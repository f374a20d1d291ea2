import { newDirPool } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

const name = 'default'
const path = '/var/lib/libvirt/images'

/** What virt-manager makes on a host without a pool. Nothing is left of it when the folder can not be used. */
export const createDefaultPool: Verb<{ host: string }, { name: string }> = async (core, { host }) => {
  const link = core.hosts.link(host)
  if (await exists(link)) throw new Fault('NAME_TAKEN', `This host has a storage pool "${name}" already.`)
  const { pool } = await link.call('storagePoolDefineXml', { xml: newDirPool({ name, path }), flags: 0 })
  try {
    await link.call('storagePoolBuild', { pool, flags: 0 })
    await link.call('storagePoolCreate', { pool, flags: 0 })
    await link.call('storagePoolSetAutostart', { pool, autostart: 1 })
  } catch (error) {
    await link.call('storagePoolDestroy', { pool }).catch(() => {})
    await link.call('storagePoolUndefine', { pool }).catch(() => {})
    throw error
  }
  return { name }
}

async function exists(link: HostLink): Promise<boolean> {
  const { pools } = await link.call('connectListAllStoragePools', { need_results: 1, flags: 0 })
  return pools.some(pool => pool.name === name)
}

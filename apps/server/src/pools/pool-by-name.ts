import type { StoragePool } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** @throws {Fault} NOT_FOUND with a sentence that names the pool */
export async function poolByName(link: HostLink, name: string): Promise<StoragePool> {
  try {
    return (await link.call('storagePoolLookupByName', { name })).pool
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'NOT_FOUND') throw error
    throw new Fault('NOT_FOUND', `There is no storage pool "${name}" on this host: choose another.`, { cause: error })
  }
}

/** The pool, started when it was off. */
export async function activePool(link: HostLink, name: string): Promise<StoragePool> {
  const pool = await poolByName(link, name)
  const { active } = await link.call('storagePoolIsActive', { pool })
  if (active === 0) await link.call('storagePoolCreate', { pool, flags: 0 })
  return pool
}

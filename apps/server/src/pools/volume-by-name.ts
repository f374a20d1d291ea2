import type { StoragePool } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { freshenOldPool, freshenPool } from './freshen-pool.ts'
import { poolByName } from './pool-by-name.ts'
import { type FoundVolume, readOneVolume } from './read-volumes.ts'

/** The pool, which must be on. */
export async function runningPool(link: HostLink, name: string): Promise<StoragePool> {
  const pool = await poolByName(link, name)
  const { active } = await link.call('storagePoolIsActive', { pool })
  if (active === 0) throw new Fault('WRONG_STATE', `The storage pool "${name}" is off: start it first.`)
  return pool
}

/**
 * A volume as the pool has it now. libvirt compares the name with those of its list, so that none leads out of the pool.
 * @throws {Fault} NOT_FOUND with a sentence that names it
 */
export async function volumeByName(link: HostLink, pool: StoragePool, name: string): Promise<FoundVolume> {
  await freshenOldPool(link, pool)
  let found = await lookUp(link, pool, name)
  if (found === null) {
    // Somebody may have put it there a moment ago.
    await freshenPool(link, pool)
    found = await lookUp(link, pool, name)
  }
  if (found === null) throw new Fault('NOT_FOUND', `There is no volume "${name}" in the storage pool "${pool.name}".`)
  return found
}

function lookUp(link: HostLink, pool: StoragePool, name: string): Promise<FoundVolume | null> {
  return link.call('storageVolLookupByName', { pool, name }).then(
    ({ vol }) => readOneVolume(link, vol),
    error => {
      if (error instanceof Fault && error.code === 'NOT_FOUND') return null
      throw error
    },
  )
}

/** A running VM's disk is written by QEMU alone. @throws {Fault} IN_USE */
export function requireIdle(link: HostLink, users: readonly { readonly active: boolean }[]): void {
  if (users.some(({ active }) => active)) throw inUse(link)
}

export const inUse = (link: HostLink): Fault =>
  new Fault('IN_USE', `A VM that is on uses this volume on ${link.snapshot().name}: shut it down first.`)

import type { StoragePool } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

const oldAfterMs = 4_000
const refreshed = new WeakMap<HostLink, Map<string, number>>()

/** libvirt sees files that others put into a pool only when told to look; here at most every four seconds, or as said. */
export async function freshenOldPool(link: HostLink, pool: StoragePool, olderThanMs = oldAfterMs): Promise<void> {
  const last = refreshed.get(link)?.get(pool.uuid)
  if (last === undefined || performance.now() - last > olderThanMs) await freshenPool(link, pool)
}

export async function freshenPool(link: HostLink, pool: StoragePool): Promise<void> {
  try {
    await link.call('storagePoolRefresh', { pool, flags: 0 })
  } catch (error) {
    if (isBeingWritten(error)) return
    throw error
  }
  const pools = refreshed.get(link) ?? new Map<string, number>()
  pools.set(pool.uuid, performance.now())
  refreshed.set(link, pools)
}

/** As long as a volume is made in a pool, libvirt refuses to look for others; what it knows is still good. */
const isBeingWritten = (error: unknown) =>
  error instanceof Fault && /has asynchronous jobs running/.test(error.data?.libvirt?.message ?? '')

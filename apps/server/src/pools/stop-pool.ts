import type { Verb } from '../core.ts'
import { actOnPool, type PoolName } from './act-on-pool.ts'

/** QEMU keeps what it has open; libvirt only forgets what lies there, and unmounts what it has mounted. */
export const stopPool: Verb<PoolName, object> = (core, input) =>
  actOnPool(core, input, 'stopPool', (link, pool) => link.call('storagePoolDestroy', { pool }))

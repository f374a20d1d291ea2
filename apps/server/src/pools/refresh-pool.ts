import type { Verb } from '../core.ts'
import { actOnPool, type PoolName } from './act-on-pool.ts'

export const refreshPool: Verb<PoolName, object> = (core, input) =>
  actOnPool(core, input, 'refreshPool', (link, pool) => link.call('storagePoolRefresh', { pool, flags: 0 }))

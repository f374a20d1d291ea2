import type { Verb } from '../core.ts'
import { actOnPool, mountingMs, type PoolName } from './act-on-pool.ts'

export const startPool: Verb<PoolName, object> = (core, input) =>
  actOnPool(core, input, 'startPool', (link, pool) =>
    link.call('storagePoolCreate', { pool, flags: 0 }, { deadlineMs: mountingMs }),
  )

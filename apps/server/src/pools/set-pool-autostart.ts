import type { Verb } from '../core.ts'
import { actOnPool, type PoolName } from './act-on-pool.ts'

export const setPoolAutostart: Verb<PoolName & { autostart: boolean }, object> = (core, input) =>
  actOnPool(core, input, 'setPoolAutostart', (link, pool) =>
    link.call('storagePoolSetAutostart', { pool, autostart: Number(input.autostart) }),
  )

import type { Verb } from '../core.ts'
import { actOnPool, type PoolName } from './act-on-pool.ts'

/** What lies there stays. What was granted on it goes: another pool of its name must not find that. */
export const deletePool: Verb<PoolName, object> = async (core, input) => {
  await actOnPool(core, input, 'deletePool', (link, pool) => link.call('storagePoolUndefine', { pool }))
  const { access, database } = core
  const { count } = await database.grant.deleteMany({
    where: { scope: 'pool', host: input.host, target: input.pool },
  })
  if (count > 0) await access.load()
  return {}
}

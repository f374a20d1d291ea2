import { type Pool, poolRules } from '@porthole/contract'
import { poolTexts as words } from '../texts/pool-texts.ts'

export type PoolEntry = 'start' | 'stop' | 'refresh' | 'autostart' | 'delete'

/** What one can do with a pool; what the server would refuse for its state is refused here, in the same words. */
export function poolEntries(pool: Pool, mayNot: string | null, choose: (act: PoolEntry) => void) {
  const { active, autostart } = pool
  const entry = (key: PoolEntry, label: string, rule: keyof typeof poolRules) => ({
    ...{ key, label, why: mayNot ?? poolRules[rule](pool) },
    choose: () => choose(key),
  })
  return [
    active ? entry('stop', words.stop, 'stopPool') : entry('start', words.start, 'startPool'),
    entry('refresh', words.refresh, 'refreshPool'),
    entry('autostart', autostart ? words.noAutostart : words.autostart, 'setPoolAutostart'),
    { ...entry('delete', words.remove, 'deletePool'), apart: true, danger: true },
  ]
}

import type { Bulk, BulkPlan } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { namedVms } from './bulk.ts'

/** Enough to see which they are; the rest is a number. */
const mostNames = 20

export const planBulk: Verb<Bulk, BulkPlan> = async (core, bulk, caller) => {
  const { named, absent } = namedVms(core, bulk, caller)
  const reasons = new Map<string, string[]>()
  for (const { vm, why } of named) if (why !== null) reasons.set(why, [...(reasons.get(why) ?? []), vm.name])
  const cannot = [...reasons].map(([why, names]) => ({ why, count: names.length, names: names.slice(0, mostNames) }))
  if (absent > 0) cannot.push({ why: 'They are not there, or you may not see them.', count: absent, names: [] })
  return {
    can: named.filter(({ why }) => why === null).length,
    cannot: cannot.sort((a, b) => b.count - a.count),
  }
}

import type { Verb } from '../core.ts'
import { noSuchRule } from './rule-columns.ts'

export const deleteAlertRule: Verb<{ id: string }, object> = async (core, { id }) => {
  const { count } = await core.database.alertRule.deleteMany({ where: { id } })
  if (count === 0) throw noSuchRule()
  await core.alerts.rulesChanged()
  return {}
}

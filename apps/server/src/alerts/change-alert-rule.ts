import type { AlertRule } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { noSuchRule, ruleColumns } from './rule-columns.ts'

export const changeAlertRule: Verb<AlertRule & { id: string }, object> = async (core, { id, ...rule }) => {
  const { count } = await core.database.alertRule.updateMany({ where: { id }, data: ruleColumns(core, rule) })
  if (count === 0) throw noSuchRule()
  await core.alerts.rulesChanged()
  return {}
}

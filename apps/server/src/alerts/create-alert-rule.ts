import { randomUUID } from 'node:crypto'
import type { AlertRule } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { ruleColumns } from './rule-columns.ts'

/** Each look asks every rule of every object. */
const most = 200

export const createAlertRule: Verb<AlertRule, { id: string }> = async (core, input) => {
  const data = ruleColumns(core, input)
  if ((await core.database.alertRule.count()) >= most) {
    throw new Fault('TOO_MANY', `There are ${most} rules, the most there can be: delete one first.`)
  }
  const id = randomUUID()
  await core.database.alertRule.create({ data: { id, ...data } })
  await core.alerts.rulesChanged()
  return { id }
}

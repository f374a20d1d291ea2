import type { AlertRuleInfo } from '@porthole/contract'
import { nameOfScope } from '../access/scope-name.ts'
import type { Verb } from '../core.ts'

export const listAlertRules: Verb<object, { rules: AlertRuleInfo[] }> = async core => {
  const { alerts } = core
  const firing = [...alerts.open()].filter(({ state }) => state === 'firing')
  return {
    rules: alerts.rules().map(rule => ({
      ...rule,
      ...alerts.countsOf(rule.id),
      where: nameOfScope(core, rule.on),
      firing: firing.filter(({ ruleId }) => ruleId === rule.id).length,
    })),
  }
}

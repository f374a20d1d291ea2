import type { Routes } from '../routes.ts'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { changeAlertRule } from './change-alert-rule.ts'
import { createAlertRule } from './create-alert-rule.ts'
import { deleteAlertRule } from './delete-alert-rule.ts'
import { listAlertRules } from './list-alert-rules.ts'
import { listAlerts } from './list-alerts.ts'
import { listPastAlerts } from './list-past-alerts.ts'
import { unacknowledgeAlert } from './unacknowledge-alert.ts'

export const alertsRoutes: Routes['alerts'] = {
  listAlerts,
  listPastAlerts,
  acknowledgeAlert,
  unacknowledgeAlert,
  listAlertRules,
  createAlertRule,
  changeAlertRule,
  deleteAlertRule,
}

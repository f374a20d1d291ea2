import type { Routes } from '../routes.ts'
import { changeAlertEmail } from './change-alert-email.ts'
import { changeAlertWebhook } from './change-alert-webhook.ts'
import { changeSettings } from './change-settings.ts'
import { changeSignOn } from './change-sign-on.ts'
import { getAlertSending } from './get-alert-sending.ts'
import { getSettings } from './get-settings.ts'
import { getSignOn } from './get-sign-on.ts'
import { removeAlertChannel } from './remove-alert-channel.ts'
import { removeSignOn } from './remove-sign-on.ts'
import { testAlertEmail } from './test-alert-email.ts'
import { testAlertWebhook } from './test-alert-webhook.ts'

export const settingsRoutes: Routes['settings'] = {
  getSettings,
  changeSettings,
  getSignOn,
  changeSignOn,
  removeSignOn,
  getAlertSending,
  changeAlertEmail,
  changeAlertWebhook,
  removeAlertChannel,
  testAlertEmail,
  testAlertWebhook,
}

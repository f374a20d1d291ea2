import type { Routes } from '../routes.ts'
import { changeSettings } from './change-settings.ts'
import { changeSignOn } from './change-sign-on.ts'
import { getSettings } from './get-settings.ts'
import { getSignOn } from './get-sign-on.ts'
import { removeSignOn } from './remove-sign-on.ts'

export const settingsRoutes: Routes['settings'] = {
  getSettings,
  changeSettings,
  getSignOn,
  changeSignOn,
  removeSignOn,
}

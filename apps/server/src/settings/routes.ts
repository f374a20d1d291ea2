import type { Routes } from '../routes.ts'
import { changeSignOn } from './change-sign-on.ts'
import { getSignOn } from './get-sign-on.ts'
import { removeSignOn } from './remove-sign-on.ts'

export const settingsRoutes: Routes['settings'] = { getSignOn, changeSignOn, removeSignOn }

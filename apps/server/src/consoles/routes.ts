import type { Routes } from '../routes.ts'
import { openConsole } from './open-console.ts'

export const consolesRoutes: Routes['consoles'] = { openConsole }

import type { Routes } from '../routes.ts'
import { listSerials } from './list-serials.ts'
import { openConsole } from './open-console.ts'
import { openSerial } from './open-serial.ts'

export const consolesRoutes: Routes['consoles'] = { openConsole, listSerials, openSerial }

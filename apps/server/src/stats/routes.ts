import type { Routes } from '../routes.ts'
import { getHostHistory } from './get-host-history.ts'
import { getVmHistory } from './get-vm-history.ts'
import { listHostEaters } from './list-host-eaters.ts'

export const statsRoutes: Routes['stats'] = { getVmHistory, getHostHistory, listHostEaters }

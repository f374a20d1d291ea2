import type { Routes } from '../routes.ts'
import { listNetworks } from './list-networks.ts'

export const networksRoutes: Routes['networks'] = { listNetworks }

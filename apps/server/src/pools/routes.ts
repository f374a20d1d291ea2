import type { Routes } from '../routes.ts'
import { createDefaultPool } from './create-default-pool.ts'
import { listPools } from './list-pools.ts'
import { listVolumes } from './list-volumes.ts'

export const poolsRoutes: Routes['pools'] = { listPools, listVolumes, createDefaultPool }

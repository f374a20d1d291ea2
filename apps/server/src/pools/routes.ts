import type { Routes } from '../routes.ts'
import { cloneVolume } from './clone-volume.ts'
import { createDefaultPool } from './create-default-pool.ts'
import { createVolume } from './create-volume.ts'
import { deleteVolume } from './delete-volume.ts'
import { findStorage } from './find-storage.ts'
import { listPools } from './list-pools.ts'
import { listVolumes } from './list-volumes.ts'
import { resizeVolume } from './resize-volume.ts'

export const poolsRoutes: Routes['pools'] = {
  listPools,
  listVolumes,
  findStorage,
  createVolume,
  cloneVolume,
  resizeVolume,
  deleteVolume,
  createDefaultPool,
}

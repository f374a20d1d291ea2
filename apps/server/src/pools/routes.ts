import type { Routes } from '../routes.ts'
import { cloneVolume } from './clone-volume.ts'
import { createPool } from './create-pool.ts'
import { createVolume } from './create-volume.ts'
import { deletePool } from './delete-pool.ts'
import { deleteVolume } from './delete-volume.ts'
import { downloadVolume } from './download-volume.ts'
import { findStorage } from './find-storage.ts'
import { listPoolUsers } from './list-pool-users.ts'
import { listPools } from './list-pools.ts'
import { listVolumes } from './list-volumes.ts'
import { refreshPool } from './refresh-pool.ts'
import { resizeVolume } from './resize-volume.ts'
import { setPoolAutostart } from './set-pool-autostart.ts'
import { startPool } from './start-pool.ts'
import { stopPool } from './stop-pool.ts'
import { uploadVolume } from './upload-volume.ts'

export const poolsRoutes: Routes['pools'] = {
  listPools,
  listVolumes,
  findStorage,
  createVolume,
  cloneVolume,
  resizeVolume,
  deleteVolume,
  uploadVolume,
  downloadVolume,
  createPool,
  startPool,
  stopPool,
  refreshPool,
  setPoolAutostart,
  listPoolUsers,
  deletePool,
}

import type { Routes } from '../routes.ts'
import { createSnapshot } from './create-snapshot.ts'
import { deleteSnapshot } from './delete-snapshot.ts'
import { describeSnapshot } from './describe-snapshot.ts'
import { listSnapshots } from './list-snapshots.ts'
import { revertToSnapshot } from './revert-to-snapshot.ts'

export const snapshotsRoutes: Routes['snapshots'] = {
  listSnapshots,
  createSnapshot,
  describeSnapshot,
  revertToSnapshot,
  deleteSnapshot,
}

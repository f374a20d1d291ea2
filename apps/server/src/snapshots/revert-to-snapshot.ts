import type { Verb } from '../core.ts'
import { actOnSnapshot, memoryMs, type SnapshotName } from './act-on-snapshot.ts'

/** Makes the VM what it was when the snapshot was taken, and on or off as it was then. */
export const revertToSnapshot: Verb<SnapshotName, object> = (core, input) =>
  actOnSnapshot(core, input, (link, snap) =>
    link.call('domainRevertToSnapshot', { snap, flags: 0 }, { deadlineMs: memoryMs }),
  )

import { DomainSnapshotDeleteFlags } from '@porthole/libvirt'
import type { Verb } from '../core.ts'
import { actOnSnapshot, memoryMs, type SnapshotName } from './act-on-snapshot.ts'

/** What was taken after it hangs on the one before it from then on, unless it goes, too. */
export const deleteSnapshot: Verb<SnapshotName & { children: boolean }, object> = (core, input) =>
  actOnSnapshot(core, input, (link, snap) =>
    link.call(
      'domainSnapshotDelete',
      { snap, flags: input.children ? DomainSnapshotDeleteFlags.CHILDREN : 0 },
      { deadlineMs: memoryMs },
    ),
  )

import { type Snapshot, type Vm, vmRules } from '@porthole/contract'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import type { MenuEntry } from '../ui/Menu.tsx'

export type SnapshotAct = 'revert' | 'describe' | 'delete'

/** What a dialog about one snapshot is given. */
export interface AboutSnapshot {
  vm: Vm
  snapshot: Snapshot
  all: readonly Snapshot[]
  onClose(): void
}

/** What one can do with a snapshot; what the server would refuse for sure is refused here, with the reason. */
export function snapshotEntries(
  vm: Vm,
  { hindrance }: Snapshot,
  mayNot: string | null,
  ask: (act: SnapshotAct) => void,
): MenuEntry[] {
  return [
    {
      ...{ key: 'revert', label: words.revert, why: mayNot ?? vmRules.revertToSnapshot(vm) ?? hindrance },
      choose: () => ask('revert'),
    },
    { key: 'describe', label: words.describe, why: mayNot, choose: () => ask('describe') },
    {
      ...{ key: 'delete', label: words.remove, apart: true, danger: true, why: mayNot },
      choose: () => ask('delete'),
    },
  ]
}

import { VmSnapshots } from '../../../../../snapshots/VmSnapshots.tsx'

export default function VmSnapshotsPage() {
  return <VmSnapshots />
}

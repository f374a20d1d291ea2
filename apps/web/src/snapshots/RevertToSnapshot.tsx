import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { clock } from '../texts/format.ts'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import type { AboutSnapshot } from './snapshot-acts.ts'
import { useSnapshotAct } from './use-snapshot-act.ts'

export function RevertToSnapshot({ vm, snapshot: { name, takenAt, state, memory }, onClose }: AboutSnapshot) {
  const revert = useSnapshotAct(vm, orpc.snapshots.revertToSnapshot.mutationOptions(), {
    done: words.reverted(vm.name, name),
    onClose,
  })
  const then = memory ? (state === 'paused' ? 'paused' : 'on') : 'off'
  return (
    <Confirm
      title={words.revertTitle(name)}
      what={`${words.revertWhat(vm.name, vm.active, takenAt ? words.moment(clock(takenAt)) : words.someTime)} ${words.revertThen[then]}`}
      confirm={words.revertDo}
      busy={revert.isPending}
      error={revert.error}
      onCancel={onClose}
      onConfirm={() => revert.mutate({ id: vm.id, host: vm.host, name })}
    />
  )
}

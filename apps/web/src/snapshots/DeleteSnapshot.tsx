import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import type { AboutSnapshot } from './snapshot-acts.ts'
import { grownFrom } from './snapshot-graph.ts'
import { useSnapshotAct } from './use-snapshot-act.ts'

export function DeleteSnapshot({ vm, snapshot: { name }, all, onClose }: AboutSnapshot) {
  const [children, setChildren] = useState(false)
  const grown = grownFrom(all, name)
  const remove = useSnapshotAct(vm, orpc.snapshots.deleteSnapshot.mutationOptions(), {
    done: words.removed(name),
    onClose,
  })
  return (
    <Confirm
      title={words.removeTitle(name)}
      what={words.removeWhat(vm.name)}
      confirm={words.removeDo(children ? grown.length : 0)}
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ id: vm.id, host: vm.host, name, children })}
    >
      {grown.length > 0 && (
        <Checkbox
          checked={children}
          label={words.removeChildren(grown)}
          onChange={event => setChildren(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  )
}

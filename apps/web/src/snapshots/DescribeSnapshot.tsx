import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import type { AboutSnapshot } from './snapshot-acts.ts'
import { DescriptionInput } from './TakeSnapshot.tsx'
import { useSnapshotAct } from './use-snapshot-act.ts'

const rules = formRules(contract.snapshots.describeSnapshot)

export function DescribeSnapshot({ vm, snapshot: { name, description }, onClose }: AboutSnapshot) {
  const { id, host } = vm
  const form = useForm({
    initialValues: { description: description ?? '' },
    validate: values => rules({ id, host, name, ...values }),
  })
  const describe = useSnapshotAct(vm, orpc.snapshots.describeSnapshot.mutationOptions(), {
    done: words.described(name),
    onClose,
  })
  return (
    <Dialog title={words.describeTitle(name)} onClose={onClose}>
      <DialogForm
        form={form}
        saving={describe}
        onSubmit={values => describe.mutate({ id, host, name, ...values })}
        onCancel={onClose}
      >
        <DescriptionInput autoFocus {...form.getInputProps('description')} />
      </DialogForm>
    </Dialog>
  )
}

import '@mantine/core/styles/Input.css'
import { Textarea, type TextareaProps, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Vm } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useSnapshotAct } from './use-snapshot-act.ts'

const rules = formRules(contract.snapshots.createSnapshot)

export function TakeSnapshot({ vm, onClose }: { vm: Vm; onClose(): void }) {
  const { id, host } = vm
  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: values => rules({ id, host, ...values }),
  })
  const take = useSnapshotAct(vm, orpc.snapshots.createSnapshot.mutationOptions(), {
    done: ({ name }) => words.taken(name),
    onClose,
  })
  return (
    <Dialog title={words.takeTitle(vm.name)} onClose={onClose}>
      <p>{vm.active ? words.takeOn : words.takeOff}</p>
      <DialogForm
        form={form}
        saving={take}
        words={{ submit: words.takeDo }}
        onSubmit={values =>
          take.mutate({ id, host, ...values }, { onError: error => form.setErrors(fieldErrors(failureOf(error))) })
        }
        onCancel={onClose}
      >
        <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
        <DescriptionInput {...form.getInputProps('description')} />
      </DialogForm>
    </Dialog>
  )
}

export function DescriptionInput(props: TextareaProps) {
  return <Textarea label={words.description} description={words.descriptionHint} rows={3} {...props} />
}

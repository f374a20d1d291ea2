import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Input.css'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type VmDetails } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { vmTexts as words } from '../texts/vm-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'

const rules = formRules(contract.vms.changeVm)

interface Values {
  title: string
  description: string
  autostart: boolean
}

/** What people say of a VM, and whether it starts with its host. */
export function EditVm({ vm, onClose }: { vm: VmDetails; onClose(): void }) {
  const { id, host, name, persistent } = vm
  const announce = useAnnounce()
  const form = useForm<Values>({
    initialValues: { title: vm.title ?? '', description: vm.description ?? '', autostart: vm.autostart },
    validate: values => rules({ id, host, ...values }),
  })
  const change = useMutation({
    mutationFn: (values: Values) => client.vms.changeVm({ id, host, ...values }),
    onSuccess() {
      announce(words.changed(name))
      onClose()
    },
    onError: error => form.setErrors(fieldErrors(failureOf(error))),
  })
  return (
    <FormDialog title={words.editTitle(name)} form={form} save={change} onClose={onClose}>
      <TextInput
        label={words.facts.title}
        description={words.titleHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoFocus
        autoComplete="off"
        {...form.getInputProps('title')}
      />
      <Textarea label={words.facts.description} rows={4} {...form.getInputProps('description')} />
      <Checkbox
        label={words.facts.autostart}
        description={persistent ? undefined : words.notPersistent}
        disabled={!persistent}
        {...form.getInputProps('autostart', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}

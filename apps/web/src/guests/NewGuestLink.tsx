import '@mantine/core/styles/Input.css'
import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Vm } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { guestLinkAddress } from './guest-address.ts'

interface NewGuestLinkProps {
  vm: Pick<Vm, 'id' | 'host' | 'can'>
  onMade(address: string): void
  onCancel(): void
}

interface Fields {
  note: string
  may: string
  minutes: string
  uses: string
}

/** What a new link allows, for how long and for how many. */
export function NewGuestLink({ vm: { id, host, can }, onMade, onCancel }: NewGuestLinkProps) {
  const form = useForm<Fields>({
    initialValues: { note: '', may: 'watch', minutes: '60', uses: '1' },
    validate: values => formRules(contract.guests.createGuestLink)({ id, host, ...inputOf(values) }),
  })
  const make = useMutation({
    mutationFn: (values: Fields) => client.guests.createGuestLink({ id, host, ...inputOf(values) }),
    onSuccess: ({ token }) => onMade(guestLinkAddress(token)),
    onError: error => {
      form.setErrors(fieldErrors(failureOf(error)))
      focusFirstError()
    },
  })
  const controls = can.includes('vm.console')
  return (
    <DialogForm
      form={form}
      saving={make}
      words={{ submit: words.make }}
      onSubmit={values => make.mutate(values)}
      onCancel={onCancel}
    >
      <TextInput
        label={words.note}
        description={words.noteHint}
        autoFocus
        autoComplete="off"
        {...form.getInputProps('note')}
      />
      <NativeSelect
        label={words.may}
        data={[
          { value: 'watch', label: words.watch },
          ...(controls ? [{ value: 'control', label: words.control }] : []),
        ]}
        {...form.getInputProps('may')}
      />
      <NativeSelect
        label={words.validFor}
        data={Object.entries(words.times).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('minutes')}
      />
      <NativeSelect
        label={words.uses}
        data={Object.entries(words.useCounts).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('uses')}
      />
    </DialogForm>
  )
}

const inputOf = ({ note, may, minutes, uses }: Fields) => ({
  note,
  control: may === 'control',
  minutes: Number(minutes),
  uses: uses === 'any' ? null : Number(uses),
})

import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Role, type RoleInfo } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { NewPasswordInput } from '../session/NewPasswordInput.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { useSave } from './use-save.ts'
import { roleName } from './words.ts'

const words = accessTexts.people
const rules = formRules(contract.people.createPerson)

/** Somebody new, with a password that the administrator gives them. */
export function PersonDialog({ roles, onClose }: { roles: readonly RoleInfo[]; onClose(): void }) {
  const form = useForm<{ name: string; email: string; password: string; role: Role }>({
    initialValues: { name: '', email: '', password: '', role: 'none' },
    validate: rules,
  })
  const save = useSave(form, onClose, values => client.people.createPerson(values))
  return (
    <FormDialog title={words.create} save={save} form={form} onClose={onClose}>
      <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      <TextInput label={words.email} type="email" autoComplete="off" {...form.getInputProps('email')} />
      <NewPasswordInput description={words.passwordHint} {...form.getInputProps('password')} />
      <NativeSelect
        label={words.role}
        data={roles.map(role => ({ value: role.id, label: roleName(role) }))}
        {...form.getInputProps('role')}
      />
    </FormDialog>
  )
}

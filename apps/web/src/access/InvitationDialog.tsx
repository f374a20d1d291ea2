import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Role, type RoleInfo } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { siteAddress } from '../api/site-address.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { useSave } from './use-save.ts'
import { roleName } from './words.ts'

const words = accessTexts.people

interface InvitationDialogProps {
  roles: readonly RoleInfo[]
  onMade(made: { email: string; link: string }): void
  onClose(): void
}

/** Somebody new, who chooses a name and a password by a link. */
export function InvitationDialog({ roles, onMade, onClose }: InvitationDialogProps) {
  const form = useForm<{ email: string; role: Role; days: number | string }>({
    initialValues: { email: '', role: 'none', days: 7 },
    validate: formRules(contract.people.createInvitation),
  })
  const save = useSave(
    form,
    () => {},
    async ({ email, role, days }) => {
      const { token } = await client.people.createInvitation({ email, role, days: Number(days) })
      onMade({ email, link: siteAddress(`/invitation#${token}`) })
    },
  )
  return (
    <FormDialog title={words.invite} save={save} form={form} onClose={onClose}>
      <TextInput label={words.email} type="email" autoFocus autoComplete="off" {...form.getInputProps('email')} />
      <NativeSelect
        label={words.role}
        data={roles.map(role => ({ value: role.id, label: roleName(role) }))}
        {...form.getInputProps('role')}
      />
      <NumberInput label={words.invitationDays} min={1} max={30} allowDecimal={false} {...form.getInputProps('days')} />
    </FormDialog>
  )
}

import { Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Permission, permissions, type RoleInfo } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import classes from './access.module.css'
import { useSave } from './use-save.ts'

const words = accessTexts.roles
const rules = formRules(contract.access.createRole)

/** A new role, or one that was made here, with what it allows. */
export function RoleDialog({ role, onClose }: { role: RoleInfo | null; onClose(): void }) {
  const form = useForm<{ name: string; permissions: Permission[] }>({
    initialValues: { name: role?.name ?? '', permissions: [...(role?.permissions ?? ['vm.see'])] as Permission[] },
    validate: rules,
  })
  const save = useSave(
    form,
    onClose,
    (values): Promise<unknown> =>
      role ? client.access.changeRole({ id: role.id, ...values }) : client.access.createRole(values),
  )
  return (
    <FormDialog title={role ? words.change(role.name) : words.create} save={save} form={form} onClose={onClose}>
      <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      <Checkbox.Group label={words.permissions} {...form.getInputProps('permissions')}>
        <div className={classes.choices}>
          {permissions.map(permission => (
            <Checkbox
              key={permission}
              value={permission}
              label={accessTexts.permissions[permission]}
              description={<span className="exact">{permission}</span>}
            />
          ))}
        </div>
      </Checkbox.Group>
    </FormDialog>
  )
}

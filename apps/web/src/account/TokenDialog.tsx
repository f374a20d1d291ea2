import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Permission, permissions } from '@porthole/contract'
import classes from '../access/access.module.css'
import { useSave } from '../access/use-save.ts'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { accountTexts } from '../texts/account-texts.ts'

const words = accountTexts

interface TokenDialogProps {
  onMade(token: { name: string; token: string }): void
  onClose(): void
}

/** A new token: what it is for, what it may, and for how long. */
export function TokenDialog({ onMade, onClose }: TokenDialogProps) {
  const { person } = useSession()
  const form = useForm<{ name: string; permissions: Permission[]; days: number | string }>({
    initialValues: { name: '', permissions: ['vm.see'], days: 90 },
    validate: formRules(contract.account.createMyToken),
  })
  const save = useSave(
    form,
    () => {},
    async ({ name, permissions, days }) => {
      const { token } = await client.account.createMyToken({ name, permissions, days: Number(days) })
      onMade({ name, token })
    },
  )
  return (
    <FormDialog title={words.createToken} save={save} form={form} onClose={onClose}>
      <TextInput
        label={words.tokenName}
        description={words.tokenNameHint}
        autoFocus
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={words.tokenMay} {...form.getInputProps('permissions')}>
        <div className={classes.choices}>
          {permissions
            .filter(permission => person.can.includes(permission))
            .map(permission => (
              <Checkbox key={permission} value={permission} label={accessTexts.permissions[permission]} />
            ))}
        </div>
      </Checkbox.Group>
      <NumberInput label={words.tokenDays} min={1} max={366} allowDecimal={false} {...form.getInputProps('days')} />
    </FormDialog>
  )
}

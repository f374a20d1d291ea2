import { Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Group, type PersonInfo } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import classes from './access.module.css'
import { useSave } from './use-save.ts'

const words = accessTexts.groups
const rules = formRules(contract.access.createGroup)

/** A new group, or one that is there, with who is in it. */
export function GroupDialog({
  group,
  people,
  onClose,
}: {
  group: Group | null
  people: readonly PersonInfo[]
  onClose(): void
}) {
  const form = useForm({
    initialValues: { name: group?.name ?? '', members: group?.members ?? [] },
    validate: rules,
  })
  const save = useSave(
    form,
    onClose,
    (values: typeof form.values): Promise<unknown> =>
      group ? client.access.changeGroup({ id: group.id, ...values }) : client.access.createGroup(values),
  )
  return (
    <FormDialog title={group ? words.change(group.name) : words.create} save={save} form={form} onClose={onClose}>
      <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      <Checkbox.Group label={words.members} {...form.getInputProps('members')}>
        <div className={classes.choices}>
          {people.map(({ id, name, email }) => (
            <Checkbox key={id} value={id} label={name} description={email} />
          ))}
        </div>
      </Checkbox.Group>
    </FormDialog>
  )
}

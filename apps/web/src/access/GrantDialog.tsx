import { NativeSelect, TextInput } from '@mantine/core'
import type { Scope } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import type { AccessData } from './access-queries.ts'
import { fieldsOf, toGrant, useGrantForm } from './grant-form.ts'
import { ScopeFields } from './ScopeFields.tsx'
import { useChange } from './use-change.ts'
import { roleName } from './words.ts'

const words = accessTexts.grants

/** Gives somebody a role; `on` says where, if that is known already. */
export function GrantDialog({ access, on, onClose }: { access: AccessData; on?: Scope; onClose(): void }) {
  const form = useGrantForm(on)
  const give = useChange(orpc.access.createGrant.mutationOptions(), {
    done: onClose,
    failed(error) {
      form.setErrors(fieldsOf(fieldErrors(failureOf(error))))
      focusFirstError()
    },
  })
  const people = access.people.map(({ id, name, email }) => ({ value: `person ${id}`, label: `${name} (${email})` }))
  const groups = access.groups.map(({ id, name }) => ({ value: `group ${id}`, label: name }))
  return (
    <Dialog title={words.give} onClose={onClose}>
      <DialogForm
        form={form}
        saving={give}
        words={{ submit: words.submit }}
        onSubmit={values => give.mutate(toGrant(values))}
        onCancel={onClose}
      >
        <NativeSelect
          label={words.who}
          autoFocus
          data={[
            { value: '', label: words.choose },
            { group: words.groups, items: groups },
            { group: words.people, items: people },
          ].filter(option => !('items' in option) || option.items.length > 0)}
          {...form.getInputProps('to')}
        />
        <NativeSelect
          label={words.role}
          data={access.roles.filter(({ id }) => id !== 'none').map(role => ({ value: role.id, label: roleName(role) }))}
          {...form.getInputProps('role')}
        />
        {!on && <ScopeFields form={form} />}
        <TextInput
          type="datetime-local"
          label={words.ends}
          description={words.endsHint}
          {...form.getInputProps('expiresAt')}
        />
      </DialogForm>
    </Dialog>
  )
}

import { NativeSelect, TextInput } from '@mantine/core'
import type { Scope } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
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
  const failure = give.error && failureOf(give.error)
  const people = access.people.map(({ id, name, email }) => ({ value: `person ${id}`, label: `${name} (${email})` }))
  const groups = access.groups.map(({ id, name }) => ({ value: `group ${id}`, label: name }))
  return (
    <Dialog title={words.give} onClose={onClose}>
      <form
        noValidate
        className={classes.fields}
        onSubmit={form.onSubmit(values => give.mutate(toGrant(values)), focusFirstError)}
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
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={give.isPending}>
            {words.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

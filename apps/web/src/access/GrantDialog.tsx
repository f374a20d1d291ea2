import { NativeSelect, TextInput } from '@mantine/core'
import type { Scope } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { useFleet } from '../hosts/fleet.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { type AccessData, foldersQuery } from './access-queries.ts'
import { folderPaths } from './folder-paths.ts'
import { fieldsOf, toGrant, useGrantForm } from './grant-form.ts'
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

function ScopeFields({ form }: { form: ReturnType<typeof useGrantForm> }) {
  const { hosts, vms } = useFleet()
  const folders = useQuery(foldersQuery)
  const { kind } = form.values
  const choose = { value: '', label: words.choose }
  const hostNames = new Map(hosts?.map(({ host }) => [host.id, host.name]))
  const hostChoices = [choose, ...[...hostNames].map(([value, label]) => ({ value, label }))]
  const host = (label: string) => <NativeSelect label={label} data={hostChoices} {...form.getInputProps('host')} />
  return (
    <>
      <NativeSelect
        label={words.on}
        data={Object.entries<string>(accessTexts.kinds).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('kind')}
      />
      {kind === 'host' && host(words.which)}
      {(kind === 'pool' || kind === 'network') && host(words.onHost)}
      {kind === 'folder' && (
        <NativeSelect
          label={words.which}
          data={[
            choose,
            ...folderPaths(folders.data?.folders ?? []).map(({ id, path }) => ({ value: id, label: path })),
          ]}
          {...form.getInputProps('folder')}
        />
      )}
      {kind === 'vm' && (
        <NativeSelect
          label={words.which}
          data={[choose, ...vms.map(vm => ({ value: vm.id, label: `${vm.name} (${hostNames.get(vm.host) ?? ''})` }))]}
          {...form.getInputProps('vm')}
        />
      )}
      {kind === 'tag' && <TextInput label={words.tag} autoComplete="off" {...form.getInputProps('tag')} />}
      {kind === 'pool' && <TextInput label={words.poolName} autoComplete="off" {...form.getInputProps('pool')} />}
      {kind === 'network' && (
        <TextInput label={words.networkName} autoComplete="off" {...form.getInputProps('network')} />
      )}
    </>
  )
}

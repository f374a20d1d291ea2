import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Input.css'
import { NativeSelect, TextInput } from '@mantine/core'
import type { BulkAct } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { foldersQuery } from '../access/access-queries.ts'
import { folderPaths } from '../access/folder-paths.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import classes from './bulk.module.css'

interface Fields {
  readonly add: string
  readonly remove: string
  readonly folder: string
  /** The pattern of a snapshot's name. */
  readonly name: string
}

/** What else must be said: the tags, the folder, or a name. */
export function BulkFields({
  act,
  fields,
  onChange,
}: {
  act: BulkAct
  fields: Fields
  onChange(fields: Fields): void
}) {
  const folders = useQuery({ ...foldersQuery, enabled: act === 'placeVm' })
  if (act === 'placeVm') {
    return (
      <NativeSelect
        className={classes.field}
        label={words.folder}
        value={fields.folder}
        data={[
          { value: '', label: words.noFolder },
          ...folderPaths(folders.data?.folders ?? []).map(({ id, path }) => ({ value: id, label: path })),
        ]}
        onChange={event => onChange({ ...fields, folder: event.currentTarget.value })}
      />
    )
  }
  if (act === 'createSnapshot') {
    return (
      <TextInput
        className={classes.field}
        label={words.snapshotName}
        description={words.snapshotHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        autoFocus
        value={fields.name}
        onChange={event => onChange({ ...fields, name: event.currentTarget.value })}
      />
    )
  }
  if (act !== 'tagVm') return null
  return (
    <>
      <TextInput
        className={classes.field}
        label={words.addTags}
        description={words.tagsHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        autoFocus
        value={fields.add}
        onChange={event => onChange({ ...fields, add: event.currentTarget.value })}
      />
      <TextInput
        className={classes.field}
        label={words.removeTags}
        autoComplete="off"
        value={fields.remove}
        onChange={event => onChange({ ...fields, remove: event.currentTarget.value })}
      />
    </>
  )
}

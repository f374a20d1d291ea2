import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Folder } from '@porthole/contract'
import { client } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { useSave } from './use-save.ts'

const words = accessTexts.folders
const rules = formRules(contract.access.createFolder)

interface FolderDialogProps {
  folder: Folder | null
  folders: readonly (Folder & { readonly path: string })[]
  onClose(): void
}

/** A new folder, or one that is there: its name, and what it lies in. */
export function FolderDialog({ folder, folders, onClose }: FolderDialogProps) {
  const toFolder = ({ name, parent }: { name: string; parent: string }) => ({ name, parent: parent || null })
  const form = useForm({
    initialValues: { name: folder?.name ?? '', parent: folder?.parent ?? '' },
    validate: values => rules(toFolder(values)),
  })
  const save = useSave(
    form,
    onClose,
    (values): Promise<unknown> =>
      folder
        ? client.access.changeFolder({ id: folder.id, ...toFolder(values) })
        : client.access.createFolder(toFolder(values)),
  )
  const own = folders.find(({ id }) => id === folder?.id)?.path
  const others = folders.filter(({ path }) => own === undefined || !`${path}/`.startsWith(`${own}/`))
  return (
    <FormDialog title={folder ? words.change(folder.name) : words.create} save={save} form={form} onClose={onClose}>
      <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      <NativeSelect
        label={words.parent}
        data={[{ value: '', label: words.top }, ...others.map(({ id, path }) => ({ value: id, label: path }))]}
        {...form.getInputProps('parent')}
      />
    </FormDialog>
  )
}

import { NativeSelect, TextInput } from '@mantine/core'
import type { Folder, Vm } from '@porthole/contract'
import { useState } from 'react'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { folderPaths } from './folder-paths.ts'
import { useChange } from './use-change.ts'

const words = accessTexts.vm

/** The VM's folder and tags. What is saved comes back by the VM's own event. */
export function VmPlaceForm({ vm, folders }: { vm: Vm; folders: readonly Folder[] }) {
  const [folder, setFolder] = useState(vm.folder ?? '')
  const [tags, setTags] = useState(vm.tags.join(' '))
  const announce = useAnnounce()
  const wanted = [
    ...new Set(
      tags
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ]
  const { id, host } = vm
  const save = useChange<string | null, void>(
    {
      async mutationFn() {
        if (folder !== (vm.folder ?? '')) await client.access.placeVm({ id, host, folder: folder || null })
        const { unwritten } = await client.access.tagVm({ id, host, tags: wanted })
        return unwritten
      },
    },
    { done: () => announce(words.saved), failed() {} },
  )
  const why = vm.can.includes('vm.change') ? null : texts.acts.notAllowed('vm.change')
  const failure = save.error && failureOf(save.error)
  return (
    <form
      className={classes.section}
      onSubmit={event => {
        event.preventDefault()
        if (why === null) save.mutate()
      }}
    >
      <div className={classes.place}>
        <NativeSelect
          label={words.folder}
          value={folder}
          disabled={why !== null}
          data={[
            { value: '', label: words.noFolder },
            ...folderPaths(folders).map(({ id, path }) => ({ value: id, label: path })),
          ]}
          onChange={event => setFolder(event.currentTarget.value)}
        />
        <TextInput
          label={words.tags}
          description={words.tagsHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          value={tags}
          disabled={why !== null}
          error={failure?.issues.find(({ path }) => path.startsWith('tags'))?.message}
          onChange={event => setTags(event.currentTarget.value)}
        />
        <Button type="submit" busy={save.isPending} why={why}>
          {texts.save}
        </Button>
      </div>
      {failure && failure.issues.length === 0 && (
        <Notice tone="error" alert>
          {failure.sentence}
        </Notice>
      )}
      {save.data && (
        <Notice tone="warning" title={words.unwritten}>
          {save.data}
        </Notice>
      )}
    </form>
  )
}

'use client'

import type { Folder } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { useFleet } from '../hosts/fleet.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import classes from './access.module.css'
import { foldersQuery, grantsQuery } from './access-queries.ts'
import { FolderDialog } from './FolderDialog.tsx'
import { folderPaths } from './folder-paths.ts'
import { Panel } from './Panel.tsx'
import { RowButtons } from './RowButtons.tsx'
import { useRemoval } from './use-removal.tsx'

const words = accessTexts.folders

export function FoldersPanel() {
  const { data, error } = useQuery(foldersQuery)
  const grants = useQuery(grantsQuery)
  const { vms } = useFleet()
  const [open, setOpen] = useState<Folder | 'new' | null>(null)
  const grantsOn = (id: string) =>
    grants.data?.grants.filter(({ on }) => on.kind === 'folder' && on.folder === id).length ?? 0
  const removal = useRemoval<Folder>(orpc.access.deleteFolder.mutationOptions(), {
    question: ({ name }) => words.question(name),
    what: ({ id }) => words.what(grantsOn(id)),
  })
  const create = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {words.create}
    </Button>
  )
  const folders = folderPaths(data?.folders ?? [])
  return (
    <Panel lead={words.lead} error={error} action={folders.length > 0 && create}>
      {data && folders.length === 0 && (
        <EmptyState title={words.none} actions={create}>
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {folders.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.inside}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {folders.map(folder => (
              <tr key={folder.id}>
                <th scope="row">{folder.path}</th>
                <td className="figures">{words.vms(vms.filter(vm => vm.folder === folder.id).length)}</td>
                <td>
                  <RowButtons
                    name={folder.path}
                    changeLabel={words.change(folder.path)}
                    onChange={() => setOpen(folder)}
                    onRemove={() => removal.ask(folder)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && <FolderDialog folder={open === 'new' ? null : open} folders={folders} onClose={() => setOpen(null)} />}
      {removal.dialog}
    </Panel>
  )
}

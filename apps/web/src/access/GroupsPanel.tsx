'use client'

import type { Group } from '@porthole/contract'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { GroupDialog } from './GroupDialog.tsx'
import { Panel } from './Panel.tsx'
import { RowButtons } from './RowButtons.tsx'
import { useRemoval } from './use-removal.tsx'
import { granteeName } from './words.ts'

const words = accessTexts.groups

export function GroupsPanel() {
  const { data, error } = useAccess()
  const [open, setOpen] = useState<Group | 'new' | null>(null)
  const grantsOf = (id: string) => data?.grants.filter(({ to }) => to.kind === 'group' && to.group === id).length ?? 0
  const removal = useRemoval<Group>(orpc.access.deleteGroup.mutationOptions(), {
    question: ({ name }) => words.question(name),
    what: ({ id, name }) => words.what(name, grantsOf(id)),
  })
  const create = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {words.create}
    </Button>
  )
  return (
    <Panel lead={words.lead} error={error} action={data && data.groups.length > 0 && create}>
      {data?.groups.length === 0 && (
        <EmptyState title={words.none} actions={create}>
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {data && data.groups.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.members}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.groups.map(group => (
              <tr key={group.id}>
                <th scope="row">{group.name}</th>
                <td data-tip={words.count(group.members.length)}>
                  {group.members.map(person => granteeName(data, { kind: 'person', person })).join(', ') || texts.none}
                </td>
                <td>
                  <RowButtons
                    name={group.name}
                    changeLabel={words.change(group.name)}
                    onChange={() => setOpen(group)}
                    onRemove={() => removal.ask(group)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && open && (
        <GroupDialog group={open === 'new' ? null : open} people={data.people} onClose={() => setOpen(null)} />
      )}
      {removal.dialog}
    </Panel>
  )
}

'use client'

import type { Group } from '@porthole/contract'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { Confirm } from './Confirm.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import { Panel } from './Panel.tsx'
import { useChange } from './use-change.ts'
import { granteeName } from './words.ts'

const words = texts.access.groups

export function GroupsPanel() {
  const { data, error } = useAccess()
  const [open, setOpen] = useState<Group | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Group | null>(null)
  const remove = useChange(orpc.access.deleteGroup.mutationOptions(), { done: () => setLeaving(null), failed() {} })
  const create = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {words.create}
    </Button>
  )
  const grantsOf = (id: string) => data?.grants.filter(({ to }) => to.kind === 'group' && to.group === id).length ?? 0
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
                  <div className={classes.buttons}>
                    <Button size="small" aria-label={words.change(group.name)} onClick={() => setOpen(group)}>
                      {texts.change}
                    </Button>
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`${texts.remove} ${group.name}`}
                      onClick={() => {
                        remove.reset()
                        setLeaving(group)
                      }}
                    >
                      {texts.remove}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && open && (
        <GroupDialog group={open === 'new' ? null : open} people={data.people} onClose={() => setOpen(null)} />
      )}
      {leaving && (
        <Confirm
          title={words.question(leaving.name)}
          what={words.what(leaving.name, grantsOf(leaving.id))}
          confirm={texts.remove}
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setLeaving(null)}
          onConfirm={() => remove.mutate({ id: leaving.id })}
        />
      )}
    </Panel>
  )
}

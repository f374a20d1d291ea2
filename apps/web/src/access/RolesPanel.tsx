'use client'

import type { RoleInfo } from '@porthole/contract'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { Panel } from './Panel.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { RowButtons } from './RowButtons.tsx'
import { useRemoval } from './use-removal.tsx'
import { roleName } from './words.ts'

const words = accessTexts.roles

export function RolesPanel() {
  const { data, error } = useAccess()
  const [open, setOpen] = useState<RoleInfo | 'new' | null>(null)
  const removal = useRemoval<RoleInfo>(orpc.access.deleteRole.mutationOptions(), {
    question: ({ name }) => words.question(name),
    what: () => words.what,
  })
  const create = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {words.create}
    </Button>
  )
  return (
    <Panel lead={words.lead} error={error} action={data && create}>
      {data && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.permissions}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.roles.map(role => (
              <tr key={role.id}>
                <th scope="row">{roleName(role)}</th>
                <td className={classes.quiet}>
                  {role.permissions.map(permission => accessTexts.permissions[permission]).join(' · ') || words.nothing}
                </td>
                <td>
                  {role.builtIn ? (
                    <span className={classes.quiet}>{words.builtIn}</span>
                  ) : (
                    <RowButtons
                      name={role.name}
                      changeLabel={words.change(role.name)}
                      onChange={() => setOpen(role)}
                      onRemove={() => removal.ask(role)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && <RoleDialog role={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      {removal.dialog}
    </Panel>
  )
}

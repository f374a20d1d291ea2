'use client'

import type { RoleInfo } from '@porthole/contract'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { Confirm } from './Confirm.tsx'
import { Panel } from './Panel.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { useChange } from './use-change.ts'
import { roleName } from './words.ts'

const words = texts.access.roles

export function RolesPanel() {
  const { data, error } = useAccess()
  const [open, setOpen] = useState<RoleInfo | 'new' | null>(null)
  const [leaving, setLeaving] = useState<RoleInfo | null>(null)
  const remove = useChange(orpc.access.deleteRole.mutationOptions(), { done: () => setLeaving(null), failed() {} })
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
                  {role.permissions.map(permission => texts.access.permissions[permission]).join(' · ') ||
                    words.nothing}
                </td>
                <td>
                  {role.builtIn ? (
                    <span className={classes.quiet}>{words.builtIn}</span>
                  ) : (
                    <div className={classes.buttons}>
                      <Button size="small" aria-label={words.change(role.name)} onClick={() => setOpen(role)}>
                        {texts.change}
                      </Button>
                      <Button
                        size="small"
                        look="danger"
                        aria-label={`${texts.remove} ${role.name}`}
                        onClick={() => {
                          remove.reset()
                          setLeaving(role)
                        }}
                      >
                        {texts.remove}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && <RoleDialog role={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      {leaving && (
        <Confirm
          title={words.question(leaving.name)}
          what={words.what}
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

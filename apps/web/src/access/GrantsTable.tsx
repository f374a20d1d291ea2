import type { Grant } from '@porthole/contract'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { exactTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './access.module.css'
import type { AccessData } from './access-queries.ts'
import { Confirm } from './Confirm.tsx'
import { useChange } from './use-change.ts'
import { granteeName, roleNameOf, whereOf } from './words.ts'

const words = texts.access.grants

/** Who has which role where, each with the way to take it back. */
export function GrantsTable({ grants, access }: { grants: readonly Grant[]; access: AccessData }) {
  const [leaving, setLeaving] = useState<Grant | null>(null)
  const remove = useChange(orpc.access.deleteGrant.mutationOptions(), { done: () => setLeaving(null), failed() {} })
  const said = (grant: Grant) =>
    [granteeName(access, grant.to), roleNameOf(access, grant.role), whereOf(grant)] as const
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.where}</th>
            <th scope="col">{words.until}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {grants.map(grant => {
            const [who, role, where] = said(grant)
            return (
              <tr key={grant.id}>
                <th scope="row">{who}</th>
                <td>{role}</td>
                <td>{where}</td>
                <td>{grant.expiresAt === null ? words.forever : exactTime(grant.expiresAt)}</td>
                <td>
                  <Button
                    size="small"
                    aria-label={words.takeBackFrom(role, who, where)}
                    onClick={() => {
                      remove.reset()
                      setLeaving(grant)
                    }}
                  >
                    {words.takeBack}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {leaving && (
        <Confirm
          title={words.question(said(leaving)[0])}
          what={words.what(...said(leaving))}
          confirm={words.takeBack}
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setLeaving(null)}
          onConfirm={() => remove.mutate({ id: leaving.id })}
        />
      )}
    </>
  )
}

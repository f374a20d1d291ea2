import type { Invitation, RoleInfo } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { exactTime } from '../texts/format.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { RowButtons } from './RowButtons.tsx'
import { useRemoval } from './use-removal.tsx'
import { roleNameOf } from './words.ts'

const words = accessTexts.people

/** Who was invited and has not come yet. */
export function Invitations({ roles }: { roles: readonly RoleInfo[] }) {
  const { data, error } = useQuery(orpc.people.listInvitations.queryOptions({ input: {} }))
  const removal = useRemoval<Invitation>(orpc.people.revokeInvitation.mutationOptions(), {
    question: ({ email }) => words.questionInvitation(email),
    what: () => words.whatInvitation,
  })
  if (error) return <Notice tone="error">{failureOf(error).sentence}</Notice>
  if (!data || data.invitations.length === 0) return null
  return (
    <>
      <h2>{words.invitations}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.email}</th>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.invitedBy}</th>
            <th scope="col">{words.validUntil}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {data.invitations.map(invitation => (
            <tr key={invitation.id}>
              <th scope="row">{invitation.email}</th>
              <td className={classes.words}>{roleNameOf({ roles: [...roles] }, invitation.role)}</td>
              <td className={classes.words}>{invitation.invitedBy}</td>
              <td className={`${classes.words} figures`}>{exactTime(invitation.expiresAt)}</td>
              <td>
                <RowButtons name={invitation.email} onRemove={() => removal.ask(invitation)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removal.dialog}
    </>
  )
}

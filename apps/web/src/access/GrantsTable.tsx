import type { Grant } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { exactTime } from '../texts/format.ts'
import { Button } from '../ui/Button.tsx'
import classes from './access.module.css'
import type { AccessData } from './access-queries.ts'
import { useRemoval } from './use-removal.tsx'
import { granteeName, roleNameOf, whereOf } from './words.ts'

const words = accessTexts.grants

/** Who has which role where, each with the way to take it back. */
export function GrantsTable({ grants, access }: { grants: readonly Grant[]; access: AccessData }) {
  const said = (grant: Grant) =>
    [granteeName(access, grant.to), roleNameOf(access, grant.role), whereOf(grant)] as const
  const removal = useRemoval<Grant>(orpc.access.deleteGrant.mutationOptions(), {
    question: grant => words.question(said(grant)[0]),
    what: grant => words.what(...said(grant)),
    confirm: words.takeBack,
  })
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
                    onClick={() => removal.ask(grant)}
                  >
                    {words.takeBack}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {removal.dialog}
    </>
  )
}

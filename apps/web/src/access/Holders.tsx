import type { RoleInfo, Source } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { exactTime } from '../texts/format.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { roleName } from './words.ts'

const words = accessTexts.holders

/** Everybody who may do something here, and what gives it to them: the server's own answer, groups and roles resolved. */
export function Holders({ at, roles }: { at: { vm?: string; host: string }; roles: readonly RoleInfo[] }) {
  const { data, error } = useQuery(orpc.access.listAccess.queryOptions({ input: at, staleTime: 0 }))
  if (error) return <Notice tone="error">{failureOf(error).sentence}</Notice>
  if (!data) return null
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{words.caption(data.people.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.person}</th>
          <th scope="col">{words.may}</th>
          <th scope="col">{words.by}</th>
        </tr>
      </thead>
      <tbody>
        {data.people.map(({ person, can, because }) => (
          <tr key={person.id}>
            <th scope="row" data-tip={person.email}>
              {person.name}
            </th>
            <td>{can.map(permission => accessTexts.permissions[permission]).join(', ')}</td>
            <td className={classes.words}>{because.map(source => sourceWords(source, roles)).join('; ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** "Operator on lab as a member of Night shift". */
export function sourceWords({ role, group, where, until }: Source, roles: readonly RoleInfo[]): string {
  const named = roleName(roles.find(known => known.name === role) ?? { id: role, name: role })
  return accessTexts.vm.because(named, group, where, until === null ? null : exactTime(until))
}

'use client'

import { NativeSelect } from '@mantine/core'
import type { PersonInfo, Role, RoleInfo } from '@porthole/contract'
import Link from 'next/link'
import { useState } from 'react'
import { ShownOnce } from '../account/ShownOnce.tsx'
import { orpc } from '../api/client.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button, buttonLook } from '../ui/Button.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { InvitationDialog } from './InvitationDialog.tsx'
import { Invitations } from './Invitations.tsx'
import { Panel } from './Panel.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import { RowButtons } from './RowButtons.tsx'
import { useChange } from './use-change.ts'
import { useRemoval } from './use-removal.tsx'
import { roleName, roleNameOf } from './words.ts'

const words = accessTexts.people

export function PeoplePanel() {
  const { data, error } = useAccess()
  const builtIn = data?.roles.filter(role => role.builtIn) ?? []
  const [making, setMaking] = useState(false)
  const [inviting, setInviting] = useState(false)
  const [invited, setInvited] = useState<{ email: string; link: string } | null>(null)
  const grantsOf = (id: string) => data?.grants.filter(({ to }) => to.kind === 'person' && to.person === id).length ?? 0
  const removal = useRemoval<PersonInfo>(orpc.people.removePerson.mutationOptions(), {
    question: ({ name }) => words.question(name),
    what: ({ id, name }) => words.what(name, grantsOf(id)),
  })
  const alone = useRemoval<PersonInfo>(orpc.people.removeTwoFactor.mutationOptions(), {
    question: ({ name }) => words.questionPasswordAlone(name),
    what: ({ name }) => words.whatPasswordAlone(name),
    confirm: words.passwordAlone,
  })
  const create = (
    <div className={classes.buttons}>
      <Button onClick={() => setMaking(true)}>{words.create}</Button>
      <Button look="primary" onClick={() => setInviting(true)}>
        {words.invite}
      </Button>
    </div>
  )
  return (
    <Panel lead={words.lead} error={error} action={data && create}>
      {data && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.email}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.signsIn}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.people.map(person => (
              <tr key={person.id}>
                <th scope="row">{person.name}</th>
                <td>{person.email}</td>
                <td className={classes.words}>
                  <PersonRole person={person} roles={builtIn} />
                </td>
                <td>{besidePassword(person)}</td>
                <td>
                  <RowButtons name={person.name} onRemove={() => removal.ask(person)}>
                    {hasMore(person) && (
                      <Button
                        size="small"
                        aria-label={words.passwordAloneOf(person.name)}
                        onClick={() => alone.ask(person)}
                      >
                        {words.passwordAlone}
                      </Button>
                    )}
                    <Link
                      href={`/timeline?person=${person.id}`}
                      prefetch={false}
                      aria-label={texts.timeline.of(person.name)}
                      {...buttonLook({ look: 'quiet', size: 'small' })}
                    >
                      {texts.timeline.title}
                    </Link>
                  </RowButtons>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && <Invitations roles={builtIn} />}
      {inviting && (
        <InvitationDialog
          roles={builtIn}
          onMade={made => {
            setInviting(false)
            setInvited(made)
          }}
          onClose={() => setInviting(false)}
        />
      )}
      {invited && (
        <ShownOnce
          title={words.invited(invited.email)}
          lead={words.invitedLead}
          secret={invited.link}
          onClose={() => setInvited(null)}
        />
      )}
      {making && <PersonDialog roles={builtIn} onClose={() => setMaking(false)} />}
      {removal.dialog}
      {alone.dialog}
    </Panel>
  )
}

const hasMore = ({ twoFactor, passkeys }: PersonInfo) => twoFactor || passkeys > 0

const besidePassword = ({ twoFactor, passkeys }: PersonInfo) =>
  [twoFactor && words.code, passkeys > 0 && words.passkeys(passkeys)].filter(Boolean).join(', ')

function PersonRole({ person, roles }: { person: PersonInfo; roles: readonly RoleInfo[] }) {
  const announce = useAnnounce()
  const change = useChange(orpc.people.changePersonRole.mutationOptions())
  const choose = (role: Role) =>
    change.mutate(
      { id: person.id, role },
      { onSuccess: () => announce(words.changed(person.name, roleNameOf({ roles: [...roles] }, role))) },
    )
  return (
    <NativeSelect
      aria-label={words.roleOf(person.name)}
      className={classes.person ?? ''}
      value={change.isPending ? change.variables.role : person.role}
      disabled={change.isPending}
      data={roles.map(role => ({ value: role.id, label: roleName(role) }))}
      onChange={event => choose(event.currentTarget.value as Role)}
    />
  )
}

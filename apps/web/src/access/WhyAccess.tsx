import { NativeSelect } from '@mantine/core'
import type { PersonInfo, RoleInfo, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { sourceWords } from './Holders.tsx'
import { ofVms } from './words.ts'

const words = accessTexts.vm

interface WhyAccessProps {
  vm: Vm
  people: readonly PersonInfo[]
  roles: readonly RoleInfo[]
}

/** What one person may do here, and each thing that gives it: the server's own answer. */
export function WhyAccess({ vm, people, roles }: WhyAccessProps) {
  const [person, setPerson] = useState('')
  const answer = useQuery({
    ...orpc.access.explainAccess.queryOptions({ input: { person, vm: vm.id, host: vm.host } }),
    enabled: person !== '',
  })
  const reasons = answer.data?.reasons.filter(({ permission }) => ofVms.has(permission))
  const name = people.find(({ id }) => id === person)?.name ?? ''
  return (
    <section className={classes.section}>
      <h2>{words.why}</h2>
      <p>{words.whyLead}</p>
      <NativeSelect
        label={words.person}
        className={classes.person ?? ''}
        value={person}
        data={[
          { value: '', label: accessTexts.grants.choose },
          ...people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
        ]}
        onChange={event => setPerson(event.currentTarget.value)}
      />
      {answer.error && <Notice tone="error">{failureOf(answer.error).sentence}</Notice>}
      {reasons?.length === 0 && <p role="status">{words.nothing(name)}</p>}
      {reasons && reasons.length > 0 && (
        <dl className={classes.reasons}>
          {reasons.map(({ permission, because }) => (
            <div key={permission} style={{ display: 'contents' }}>
              <dt>{accessTexts.permissions[permission]}</dt>
              <dd>{because.map(source => sourceWords(source, roles)).join('; ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

import { NativeSelect } from '@mantine/core'
import type { Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { peopleQuery } from './access-queries.ts'
import { useChange } from './use-change.ts'

const words = accessTexts.vm
const unchanged = 'unchanged'

/** Who answers for the VM: oneself or nobody, and for those who may see all people any of them. */
export function VmOwnerForm({ vm }: { vm: Vm }) {
  const { person } = useSession()
  const all = useQuery({ ...peopleQuery, enabled: person.can.includes('user.manage') })
  const [chosen, choose] = useState(unchanged)
  const announce = useAnnounce()
  const { id, host } = vm
  const save = useChange(
    { mutationFn: () => client.access.setVmOwner({ id, host, person: chosen || null }) },
    { done: () => announce(words.saved), failed() {} },
  )
  const why = vm.can.includes('vm.change') ? null : texts.acts.notAllowed('vm.change')
  const others = all.data?.people.filter(each => each.email !== person.email) ?? []
  return (
    <form
      className={classes.section}
      onSubmit={event => {
        event.preventDefault()
        if (why === null && chosen !== unchanged) save.mutate()
      }}
    >
      <div className={classes.owner}>
        <NativeSelect
          label={words.owner}
          value={chosen}
          disabled={why !== null}
          data={[
            { value: unchanged, label: vm.owner ?? words.noOwner },
            { value: 'me', label: words.me(person.name) },
            ...(vm.owner === null ? [] : [{ value: '', label: words.noOwner }]),
            ...others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
          ]}
          onChange={event => choose(event.currentTarget.value)}
        />
        <Button type="submit" busy={save.isPending} why={why} disabled={chosen === unchanged}>
          {texts.save}
        </Button>
      </div>
      {save.error && (
        <Notice tone="error" alert>
          {failureOf(save.error).sentence}
        </Notice>
      )}
    </form>
  )
}

import { Checkbox, TextInput } from '@mantine/core'
import { type Role, roleNames, type Settings } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { client, orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { recordingsTexts } from '../texts/recordings-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './settings.module.css'

const words = recordingsTexts.settings

/** Who is recorded, and for how long that is kept. */
export function RecordingSection() {
  const { data, error } = useQuery(orpc.settings.getSettings.queryOptions({ input: {} }))
  const { can } = useSession().person
  return (
    <section>
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      {can.includes('recording.manage') && (
        <p>
          <Link href="/recordings">{recordingsTexts.all}</Link>
        </p>
      )}
      {error && (
        <Notice tone="error" title={texts.settings.failed} alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data && <RecordingForm settings={data} />}
    </section>
  )
}

const whole = (typed: string) => /^[1-9]\d{0,4}$/.test(typed.trim())

function RecordingForm({ settings }: { settings: Settings }) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [roles, setRoles] = useState<readonly Role[]>(settings.recordRoles)
  const [keys, setKeys] = useState(settings.recordKeys)
  const [days, setDays] = useState(String(settings.recordingDays ?? ''))
  const [space, setSpace] = useState(String(settings.recordingGiB))
  const [odd, setOdd] = useState({ days: false, space: false })
  const save = useMutation({
    mutationFn: () =>
      client.settings.changeSettings({
        recordRoles: [...roles],
        recordKeys: keys,
        recordingDays: days.trim() === '' ? null : Number(days),
        recordingGiB: Number(space),
      }),
    onSuccess(saved) {
      queries.setQueryData(orpc.settings.getSettings.queryKey({ input: {} }), saved)
      announce(words.saved)
    },
  })
  return (
    <form
      noValidate
      className={classes.form}
      onChange={() => save.reset()}
      onSubmit={event => {
        event.preventDefault()
        const wrong = { days: days.trim() !== '' && !whole(days), space: !whole(space) }
        setOdd(wrong)
        if (wrong.days || wrong.space) focusFirstError()
        else save.mutate()
      }}
    >
      <fieldset className={classes.rights}>
        <legend>{words.roles}</legend>
        {roleNames
          .filter(role => role !== 'none')
          .map(role => (
            <Checkbox
              key={role}
              label={accessTexts.roleNames[role]}
              checked={roles.includes(role)}
              onChange={event =>
                setRoles(event.currentTarget.checked ? [...roles, role] : roles.filter(other => other !== role))
              }
            />
          ))}
      </fieldset>
      <Checkbox
        label={words.keys}
        description={words.keysHint}
        checked={keys}
        onChange={event => setKeys(event.currentTarget.checked)}
      />
      <TextInput
        label={words.days}
        description={words.daysHint}
        inputMode="numeric"
        value={days}
        error={odd.days && words.wholeDays}
        onChange={event => setDays(event.currentTarget.value)}
      />
      <TextInput
        label={words.space}
        description={words.spaceHint}
        inputMode="numeric"
        value={space}
        error={odd.space && words.wholeGiB}
        onChange={event => setSpace(event.currentTarget.value)}
      />
      {save.error && (
        <Notice tone="error" alert>
          {failureOf(save.error).sentence}
        </Notice>
      )}
      {save.isSuccess && <Notice tone="info">{words.saved}</Notice>}
      <Button type="submit" busy={save.isPending}>
        {words.save}
      </Button>
    </form>
  )
}

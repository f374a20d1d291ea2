import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './settings.module.css'

const words = texts.settings

/** For how long the audit is kept. */
export function AuditSection() {
  const { data, error } = useQuery(orpc.settings.getSettings.queryOptions({ input: {} }))
  return (
    <section>
      <h2>{words.audit}</h2>
      <p>{words.auditLead}</p>
      {error && (
        <Notice tone="error" title={words.failed} alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data && <AuditDays days={data.auditDays} />}
    </section>
  )
}

function AuditDays({ days }: { days: number | null }) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [ever, setEver] = useState(days === null)
  const [typed, setTyped] = useState(String(days ?? 365))
  const save = useMutation({
    ...orpc.settings.changeSettings.mutationOptions(),
    onSuccess(saved) {
      queries.setQueryData(orpc.settings.getSettings.queryKey({ input: {} }), saved)
      announce(words.saved)
    },
  })
  const failure = save.error && failureOf(save.error)
  const [odd, setOdd] = useState(false)
  const wrong = odd ? words.wholeDays : failure && fieldErrors(failure).auditDays
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={event => {
        event.preventDefault()
        const whole = /^\d{1,9}$/.test(typed.trim())
        setOdd(!ever && !whole)
        if (ever || whole) save.mutate({ auditDays: ever ? null : Number(typed) })
      }}
    >
      <NativeSelect
        label={words.keep}
        value={ever ? 'ever' : 'days'}
        data={(['ever', 'days'] as const).map(value => ({ value, label: words.keeps[value] }))}
        onChange={event => {
          save.reset()
          setEver(event.currentTarget.value === 'ever')
        }}
      />
      {!ever && (
        <TextInput
          label={words.days}
          inputMode="numeric"
          value={typed}
          error={wrong ?? null}
          onChange={event => {
            save.reset()
            setOdd(false)
            setTyped(event.currentTarget.value)
          }}
        />
      )}
      {failure && !wrong && (
        <Notice tone="error" alert>
          {failure.sentence}
        </Notice>
      )}
      {save.isSuccess && <Notice tone="info">{words.saved}</Notice>}
      <Button type="submit" busy={save.isPending}>
        {words.save}
      </Button>
    </form>
  )
}

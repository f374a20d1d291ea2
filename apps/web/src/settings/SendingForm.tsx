import type { UseFormReturnType } from '@mantine/form'
import type { AlertSending, SendingTest } from '@porthole/contract'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Confirm } from '../access/Confirm.tsx'
import { useChange } from '../access/use-change.ts'
import { useSave } from '../access/use-save.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { sendingTexts as words } from '../texts/en-alert-sending.ts'
import { clock } from '../texts/format.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { TestSteps } from '../ui/TestSteps.tsx'
import classes from './settings.module.css'

interface SendingFormProps<Values> {
  channel: 'email' | 'webhook'
  form: UseFormReturnType<Values>
  /** How it went last; undefined where nothing is set yet. */
  last: NonNullable<AlertSending['email']>['last'] | undefined
  save(values: Values): Promise<unknown>
  test(values: Values): Promise<SendingTest>
  children: ReactNode
}

/** What the ways to send have in common: saving, trying, removing, and how it went last. */
export function SendingForm<Values>({ channel, form, last, save, test, children }: SendingFormProps<Values>) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [leaving, setLeaving] = useState(false)
  const read = () => queries.invalidateQueries({ queryKey: orpc.settings.getAlertSending.key() })
  const saving = useSave(
    form,
    () => {
      announce(words.saved)
      void read()
    },
    save,
  )
  const trying = useSave(form, () => {}, test)
  const remove = useChange(orpc.settings.removeAlertChannel.mutationOptions(), {
    done() {
      setLeaving(false)
      form.reset()
      void read()
    },
    failed() {},
  })
  const error = saving.error ?? trying.error
  const failure = error && failureOf(error)
  const submit = (act: (values: Values) => void) => form.onSubmit(act, focusFirstError)
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={submit(values => {
        trying.reset()
        saving.mutate(values)
      })}
      onChange={() => {
        saving.reset()
        trying.reset()
      }}
    >
      {children}
      {failure && failure.issues.length === 0 && (
        <Notice tone="error" alert>
          {failure.sentence}
        </Notice>
      )}
      {saving.isSuccess && <Notice tone="info">{words.saved}</Notice>}
      {trying.data !== undefined && <TestSteps steps={(trying.data as SendingTest).steps} words={words} level={3} />}
      {last && last.sentAt !== null && <p>{words.sentAt(clock(last.sentAt))}</p>}
      {last && last.failedAt !== null && (
        <p>
          {words.failedAt(clock(last.failedAt), last.failure ?? '')} {last.waiting > 0 && words.waiting(last.waiting)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button look="primary" type="submit" busy={saving.isPending}>
          {words.set[channel]}
        </Button>
        <Button
          busy={trying.isPending}
          onClick={() => {
            saving.reset()
            submit(values => trying.mutate(values))()
          }}
        >
          {words.test}
        </Button>
        {last && (
          <Button look="danger" onClick={() => setLeaving(true)}>
            {words.stop}
          </Button>
        )}
      </div>
      {leaving && (
        <Confirm
          title={words.question(words[channel])}
          what={words.asked}
          confirm={words.stop}
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setLeaving(false)}
          onConfirm={() => remove.mutate({ channel })}
        />
      )}
    </form>
  )
}

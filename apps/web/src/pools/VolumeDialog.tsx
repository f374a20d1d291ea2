import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf, unsaid } from '../api/failure.ts'
import { JobView } from '../jobs/JobView.tsx'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './storage.module.css'

interface VolumeDialogProps<Values> {
  title: string
  confirm: string
  form: UseFormReturnType<Values>
  /** The act that is asked about. */
  act: { readonly isPending: boolean; readonly error: Error | null }
  onSubmit(values: Values): void
  onClose(): void
  children: ReactNode
}

/** A form about a volume or a pool: Enter does it, Esc closes, and a failure that is about no field stands above the buttons. */
export function VolumeDialog<Values>(props: VolumeDialogProps<Values>) {
  const { title, confirm, form, act, onSubmit, onClose, children } = props
  const failure = act.error && failureOf(act.error)
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate className={classes.fields} onSubmit={form.onSubmit(onSubmit, focusFirstError)}>
        {children}
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
            {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={act.isPending}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** How the making of a volume goes. It closes by itself when all went well; closing it stops nothing. */
export function MakingDialog({
  title,
  job,
  name,
  onClose,
  children,
}: {
  title: string
  job: string
  name: string
  onClose(): void
  /** What else there is to know. */
  children?: ReactNode
}) {
  const announce = useAnnounce()
  const { data } = useQuery(orpc.jobs.getJob.queryOptions({ input: { id: job } }))
  const isDone = data?.state === 'done'
  useEffect(() => {
    if (!isDone) return
    announce(words.made(name))
    onClose()
  }, [isDone, announce, name, onClose])
  return (
    <Dialog title={title} onClose={onClose}>
      <JobView id={job} closes />
      {children}
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

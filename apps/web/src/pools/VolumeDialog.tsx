import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf, unsaid } from '../api/failure.ts'
import { JobView } from '../jobs/JobView.tsx'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './storage.module.css'

interface VolumeDialogProps {
  title: string
  confirm: string
  busy: boolean
  error: Error | null
  onSubmit(event?: FormEvent<HTMLFormElement>): void
  onClose(): void
  children: ReactNode
}

/** A form about a volume or a pool: Enter does it, Esc closes, and a failure that is about no field stands above the buttons. */
export function VolumeDialog({ title, confirm, busy, error, onSubmit, onClose, children }: VolumeDialogProps) {
  const failure = error && failureOf(error)
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate className={classes.fields} onSubmit={onSubmit}>
        {children}
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
            {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={busy}>
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

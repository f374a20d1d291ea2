import type { ReactNode } from 'react'
import { FailureNotice } from '../api/FailureNotice.tsx'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'

interface ConfirmProps {
  title: string
  what: string
  confirm: string
  busy: boolean
  error: Error | null
  onCancel(): void
  onConfirm(): void
  /** What else there is to choose. */
  children?: ReactNode
}

/** Says what goes, before it goes; and why it did not, if it did not. */
export function Confirm({ title, what, confirm, busy, error, onCancel, onConfirm, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onCancel}>
      <p>{what}</p>
      {children}
      {error && <FailureNotice error={error} />}
      <DialogActions>
        <Button autoFocus onClick={onCancel}>
          {texts.cancel}
        </Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

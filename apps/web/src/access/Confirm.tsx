import type { ReactNode } from 'react'
import { failureOf } from '../api/failure.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'

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
      {error && (
        <Notice tone="error" alert>
          {failureOf(error).sentence}
        </Notice>
      )}
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

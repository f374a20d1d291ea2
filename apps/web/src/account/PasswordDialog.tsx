import { PasswordInput } from '@mantine/core'
import type { MutationOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { useChange } from '../access/use-change.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'

interface PasswordDialogProps<Output> {
  title: string
  what: string
  confirm: string
  danger?: boolean
  change: MutationOptions<Output, Error, { password: string }>
  onDone(output: Output): void
  onClose(): void
}

/** Asks for one's password before what a stranger at an open browser must not do. */
export function PasswordDialog<Output>({
  title,
  what,
  confirm,
  danger,
  change,
  onDone,
  onClose,
}: PasswordDialogProps<Output>) {
  const [password, setPassword] = useState('')
  const act = useChange(change, {
    done(output) {
      onClose()
      onDone(output)
    },
    failed() {},
  })
  const failure = act.error && failureOf(act.error)
  const wrong = failure && fieldErrors(failure).password
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          act.mutate({ password })
        }}
      >
        <p>{what}</p>
        <PasswordInput
          label={texts.session.password}
          autoComplete="current-password"
          autoFocus
          value={password}
          error={wrong ?? null}
          visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        {failure && !wrong && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look={danger ? 'danger' : 'primary'} type="submit" busy={act.isPending}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

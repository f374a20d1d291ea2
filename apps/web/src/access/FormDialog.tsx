import type { UseFormReturnType } from '@mantine/form'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { failureOf } from '../api/failure.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'

interface FormDialogProps<Values> {
  title: string
  form: UseFormReturnType<Values>
  save: UseMutationResult<unknown, Error, Values>
  onClose(): void
  children: ReactNode
}

/** A form in a dialog: Enter saves, Esc closes, and a failure that is about no field stands above the buttons. */
export function FormDialog<Values>({ title, form, save, onClose, children }: FormDialogProps<Values>) {
  const failure = save.error && failureOf(save.error)
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        noValidate
        className={classes.fields}
        onSubmit={form.onSubmit(values => save.mutate(values), focusFirstError)}
      >
        {children}
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={save.isPending}>
            {texts.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { FailureNotice } from '../api/FailureNotice.tsx'
import { failureOf } from '../api/failure.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './forms.module.css'

export interface DialogFormProps<Values> {
  form: UseFormReturnType<Values>
  /** The mutation that it saves by. */
  saving: { readonly isPending: boolean; readonly error: Error | null }
  /** A failure that stands at none of its fields; told by the error itself when not given. */
  failure?: string | null
  words?: { readonly submit?: string; readonly cancel?: string }
  onSubmit(values: Values): void
  onCancel(): void
  children: ReactNode
}

/** The fields of a dialog: Enter saves, the first wrong field gets the focus, and what failed stands above the buttons. */
export function DialogForm<Values>(props: DialogFormProps<Values>) {
  const { form, saving, failure, words = {}, onSubmit, onCancel, children } = props
  // What is about a field stands there.
  const unplaced = saving.error && failureOf(saving.error).issues.length === 0 ? saving.error : null
  return (
    <form noValidate className={classes.fields} onSubmit={form.onSubmit(onSubmit, focusFirstError)}>
      {children}
      {failure === undefined && unplaced && <FailureNotice error={unplaced} />}
      {failure && (
        <Notice tone="error" alert>
          {failure}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onCancel}>{words.cancel ?? texts.cancel}</Button>
        <Button look="primary" type="submit" busy={saving.isPending}>
          {words.submit ?? texts.save}
        </Button>
      </DialogActions>
    </form>
  )
}

import type { UseFormReturnType } from '@mantine/form'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { DialogForm } from './DialogForm.tsx'

interface FormDialogProps<Values> {
  title: string
  form: UseFormReturnType<Values>
  save: UseMutationResult<unknown, Error, Values>
  onClose(): void
  children: ReactNode
}

/** A form in a dialog: Enter saves, Esc closes, and a failure that is about no field stands above the buttons. */
export function FormDialog<Values>({ title, form, save, onClose, children }: FormDialogProps<Values>) {
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm form={form} saving={save} onSubmit={values => save.mutate(values)} onCancel={onClose}>
        {children}
      </DialogForm>
    </Dialog>
  )
}

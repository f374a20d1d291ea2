import type { MutationOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { texts } from '../texts/texts.ts'
import { Confirm } from './Confirm.tsx'
import { useChange } from './use-change.ts'

interface RemovalWords<E> {
  question(entry: E): string
  what(entry: E): string
  /** On the button; "Delete" when not given. */
  confirm?: string
}

/** Takes an entry of a list away, after a dialog that says what goes with it: show `dialog`, and `ask` about an entry. */
export function useRemoval<E extends { readonly id: string }>(
  options: MutationOptions<Record<string, never>, Error, { id: string }>,
  { question, what, confirm = texts.remove }: RemovalWords<E>,
) {
  const [leaving, setLeaving] = useState<E | null>(null)
  const remove = useChange(options, { done: () => setLeaving(null), failed() {} })
  const ask = (entry: E) => {
    remove.reset()
    setLeaving(entry)
  }
  const dialog = leaving && (
    <Confirm
      title={question(leaving)}
      what={what(leaving)}
      confirm={confirm}
      busy={remove.isPending}
      error={remove.error}
      onCancel={() => setLeaving(null)}
      onConfirm={() => remove.mutate({ id: leaving.id })}
    />
  )
  return { ask, dialog }
}

import { useMounted } from '@mantine/hooks'
import type { FormEvent, ReactNode } from 'react'
import classes from './session.module.css'

interface DoorFormProps {
  onSubmit(event?: FormEvent<HTMLFormElement>): void
  children: ReactNode
}

/**
 * The fields of a door. They come with the code that reads them: the page stands there before it, and whatever somebody,
 * or their browser, had entered by then would be gone when React takes the fields over.
 */
export function DoorForm({ onSubmit, children }: DoorFormProps) {
  if (!useMounted()) return null
  return (
    <form noValidate className={classes.fields} onSubmit={onSubmit}>
      {children}
    </form>
  )
}

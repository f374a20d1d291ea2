import type { ReactNode } from 'react'
import { failureOf } from '../api/failure.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'

interface PanelProps {
  lead: string
  /** The button that makes a new one. */
  action?: ReactNode
  error: Error | null
  children: ReactNode
}

/** One list with what it is for, and the way to a new entry. */
export function Panel({ lead, action, error, children }: PanelProps) {
  return (
    <section className={classes.panel}>
      <div className={classes.lead}>
        <p>{lead}</p>
        {action}
      </div>
      {error ? (
        <Notice tone="error" alert>
          {failureOf(error).sentence}
        </Notice>
      ) : (
        children
      )}
    </section>
  )
}

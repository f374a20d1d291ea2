import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

/** A place with nothing in it yet: what belongs there and how it comes there. */
export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

interface EmptyStateProps {
  title: string
  /** Of its heading: 1 where it is all that the page has. */
  level?: 1 | 2
  children?: ReactNode
  actions?: ReactNode
}

/** A place with nothing in it yet: what belongs there and how it comes there. */
export function EmptyState({ title, level = 2, children, actions }: EmptyStateProps) {
  const Heading = `h${level}` as const
  return (
    <div className={classes.empty}>
      <Heading className={classes.title}>{title}</Heading>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

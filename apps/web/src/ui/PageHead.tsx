import type { ReactNode } from 'react'
import classes from './PageHead.module.css'

interface PageHeadProps {
  title: string
  /** The places that this one is in, outermost first. */
  where?: { label: string; places: readonly ReactNode[] }
  /** How the object is, beside its name. */
  state?: ReactNode
  acts?: ReactNode
  tabs?: { label: string; links: ReactNode }
  children?: ReactNode
}

/** What heads a page: where it is, what it is called, how it is, what one can do, and its parts. */
export function PageHead({ title, where, state, acts, tabs, children }: PageHeadProps) {
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        {where && (
          <nav className={classes.crumbs} aria-label={where.label}>
            {where.places.map((place, level) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a place has no other name than its level
              <span key={level}>
                {place}
                <span aria-hidden="true">›</span>
              </span>
            ))}
          </nav>
        )}
        <h1>{title}</h1>
        {state}
        {acts && <div className={classes.acts}>{acts}</div>}
      </div>
      {children}
      {tabs && (
        <nav className={classes.tabs} aria-label={tabs.label}>
          {tabs.links}
        </nav>
      )}
    </header>
  )
}

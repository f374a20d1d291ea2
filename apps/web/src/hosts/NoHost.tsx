import type { Problem } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './hosts.module.css'

/** Nothing to show yet: why, and what brings the first host. */
export function NoHost({ problem }: { problem: Problem | null }) {
  return (
    <EmptyState title={texts.hosts.noneTitle}>
      {problem && (
        <div className={classes.thisMachine}>
          <Notice tone="warning">{problem.message}</Notice>
        </div>
      )}
      <p>{texts.hosts.none}</p>
      <p>{texts.hosts.noneWhat}</p>
      <pre className={classes.command}>{texts.hosts.noneHow}</pre>
    </EmptyState>
  )
}

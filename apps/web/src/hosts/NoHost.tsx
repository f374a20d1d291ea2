import type { ErrorCode, Problem } from '@porthole/contract'
import { useSession } from '../session/SessionContext.tsx'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { AddHostButton } from './AddHostButton.tsx'
import classes from './hosts.module.css'

/** Its libvirt is there and says no: installing it again would not help. */
const refused: ErrorCode = 'HOST_REFUSED'

/** Nothing to show yet: why, and what brings the first host. */
export function NoHost({ problem }: { problem: Problem | null }) {
  const { person } = useSession()
  return (
    <EmptyState title={texts.hosts.noneTitle} actions={person.can.includes('host.manage') && <AddHostButton primary />}>
      {problem && (
        <div className={classes.thisMachine}>
          <Notice tone="warning">{problem.message}</Notice>
        </div>
      )}
      <p>{texts.hosts.none}</p>
      {problem?.code !== refused && (
        <>
          <p>{texts.hosts.noneWhat}</p>
          <pre className={classes.command}>{texts.hosts.noneHow}</pre>
        </>
      )}
      {person.can.includes('host.manage') && <p>{texts.hosts.noneElse}</p>}
    </EmptyState>
  )
}

import type { Alert } from '@porthole/contract'
import Link from 'next/link'
import { poolPath } from '../hosts/host-path.ts'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { ago, clock, exactTime } from '../texts/format.ts'
import { BellIcon, CheckIcon } from '../ui/icons.tsx'
import { useNow } from '../ui/use-now.ts'
import { vmPath } from '../vms/vm-path.ts'
import { Acknowledgement } from './Acknowledgement.tsx'
import classes from './alerts.module.css'
import { conditionOf, isKnown } from './words.ts'

/** One alert: about what, what is wrong, since when, who knows of it, and the way to say so. */
export function AlertLine({ alert, onLeave }: { alert: Alert; onLeave?(): void }) {
  const now = useNow()
  const { state, severity, acknowledged, since, resolvedAt } = alert
  const isOver = state === 'resolved'
  const known = acknowledged !== null && isKnown(alert, now)
  return (
    <div className={classes.line} data-severity={severity} data-state={known ? 'known' : state}>
      <span className={classes.icon}>{isOver ? <CheckIcon /> : <BellIcon />}</span>
      <div className={classes.what}>
        <Link href={placeOf(alert)} prefetch={false} onClick={() => onLeave?.()}>
          <strong>{alert.name}</strong>
        </Link>
        <span className={classes.where}>{whereOf(alert)}</span>
        <span className={classes.severity}>{isOver ? words.states.resolved : words.severities[severity]}</span>
      </div>
      <div className={classes.condition}>{conditionOf(alert)}</div>
      <div className={classes.more}>
        {state === 'pending' && <span>{words.states.pending}</span>}
        {!isOver && !alert.measured && <span className={classes.unsure}>{words.unmeasured}</span>}
        <time dateTime={since} data-tip={exactTime(since)}>
          {isOver ? clock(since) : words.since(ago(since, now))}
        </time>
        {resolvedAt !== null && <span>{words.lasted(ago(since, Date.parse(resolvedAt)))}</span>}
        {alert.end !== null && <span>{words.ends[alert.end]}</span>}
        <span>{words.byRule(alert.rule)}</span>
        {acknowledged !== null && (known || isOver) && (
          <span data-tip={exactTime(acknowledged.at)}>
            {words.knownBy(acknowledged.by, clock(acknowledged.at))}
            {acknowledged.until !== null && !isOver && words.knownUntil(clock(acknowledged.until))}
          </span>
        )}
        {!isOver && alert.canAcknowledge && <Acknowledgement alert={alert} known={known} />}
      </div>
    </div>
  )
}

function placeOf({ about, vm, host, hostName, name }: Alert): string {
  if (about === 'pool') return poolPath({ id: host, name: hostName ?? '' }, name)
  return vm === null ? `/hosts/${encodeURIComponent(host)}` : vmPath({ id: vm, host })
}

function whereOf({ about, hostName }: Alert): string | null {
  if (about === 'pool') return words.poolOf(hostName)
  return about === 'vm' && hostName !== null ? words.onHost(hostName) : null
}

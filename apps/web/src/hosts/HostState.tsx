import type { Host } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { CheckIcon, OfflineIcon, UnknownIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import classes from './hosts.module.css'

const icons = {
  connected: <CheckIcon size={14} />,
  connecting: <Spinner size={12} />,
  away: <OfflineIcon size={14} />,
}

/** A host whose state was told before a break of ours is not known to be so now. */
export function HostState({ host, stale }: { host: Host; stale: boolean }) {
  if (stale && host.state === 'connected') {
    return (
      <span className={classes.state} data-state="unknown">
        <UnknownIcon size={14} />
        {texts.hosts.was(texts.hosts.states.connected)}
      </span>
    )
  }
  return (
    <span className={classes.state} data-state={host.state}>
      {icons[host.state]}
      {texts.hosts.states[host.state]}
    </span>
  )
}

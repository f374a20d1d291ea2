import type { Host } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { CheckIcon, OfflineIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import classes from './hosts.module.css'

const icons = {
  connected: <CheckIcon size={14} />,
  connecting: <Spinner size={12} />,
  away: <OfflineIcon size={14} />,
}

export function HostState({ host }: { host: Host }) {
  return (
    <span className={classes.state} data-state={host.state}>
      {icons[host.state]}
      {texts.hosts.states[host.state]}
    </span>
  )
}

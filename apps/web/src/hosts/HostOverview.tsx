'use client'

import { HostFacts } from './HostFacts.tsx'
import { HostHolds } from './HostHolds.tsx'
import { useShownHost } from './host-context.ts'
import classes from './host-page.module.css'
import { useHostDetails } from './use-host-details.ts'

/** What a host's machine is, what it holds, and what people said of it. */
export function HostOverview() {
  const group = useShownHost()
  const details = useHostDetails()
  return (
    <div className={classes.body}>
      <HostFacts group={group} details={details.data} />
      <HostHolds group={group} />
    </div>
  )
}

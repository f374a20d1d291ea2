'use client'

import { useMemo } from 'react'
import { useShownHost } from '../hosts/host-context.ts'
import { TimelineTable } from './TimelineTable.tsx'
import classes from './timeline.module.css'

/** What happened to one host and to the VMs on it. */
export function HostTimeline() {
  const { host } = useShownHost()
  const filter = useMemo(() => ({ host: host.id }), [host.id])
  return (
    <div className={classes.tab}>
      <TimelineTable filter={filter} narrow={false} />
    </div>
  )
}

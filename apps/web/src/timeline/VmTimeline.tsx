'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { soonReadAudit } from '../api/fleet-queries.ts'
import { useShownVm } from '../vms/vm-context.ts'
import { TimelineTable } from './TimelineTable.tsx'
import classes from './timeline.module.css'

/** What happened to one VM. */
export function VmTimeline() {
  const { vm } = useShownVm()
  const queries = useQueryClient()
  // Whoever may see the audit of this VM alone is told of no rows, but of the VM's own changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the VM may have come with a row
  useEffect(() => soonReadAudit(queries), [queries, vm.revision])
  const filter = useMemo(() => ({ vm: vm.id }), [vm.id])
  return (
    <div className={classes.tab}>
      <TimelineTable filter={filter} ofOne narrow={false} />
    </div>
  )
}

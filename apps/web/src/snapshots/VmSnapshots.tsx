'use client'

import { type Snapshot, vmRules } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { usePageVisible } from '../ui/use-page-visible.ts'
import { useShownVm } from '../vms/vm-context.ts'
import { DeleteSnapshot } from './DeleteSnapshot.tsx'
import { DescribeSnapshot } from './DescribeSnapshot.tsx'
import { RevertToSnapshot } from './RevertToSnapshot.tsx'
import { SnapshotTable } from './SnapshotTable.tsx'
import type { SnapshotAct } from './snapshot-acts.ts'
import classes from './snapshots.module.css'
import { TakeSnapshot } from './TakeSnapshot.tsx'
import { snapshotsKey } from './use-snapshot-act.ts'

/** No event tells that somebody deleted or described a snapshot elsewhere: it is looked at so often, ms. */
const rereadMs = 10_000

const dialogs = { revert: RevertToSnapshot, describe: DescribeSnapshot, delete: DeleteSnapshot }

/** What the VM was at its moments, how they grew out of each other, and the way back to each. */
export function VmSnapshots() {
  const { vm } = useShownVm()
  const { id, host, revision } = vm
  const visible = usePageVisible()
  const [takes, setTakes] = useState(false)
  const [asked, ask] = useState<{ act: SnapshotAct; snapshot: Snapshot } | null>(null)
  const { data, error } = useQuery({
    // Whatever the live list tells of the VM makes it another question.
    queryKey: [...snapshotsKey(vm), revision],
    queryFn: () => client.snapshots.listSnapshots({ id, host }),
    refetchInterval: visible && rereadMs,
    placeholderData: before => before,
  })
  const mayNot = vm.can.includes('vm.change') ? null : texts.acts.notAllowed('vm.change')
  const snapshots = data?.snapshots as Snapshot[] | undefined
  const take = (
    <Button look="primary" why={mayNot ?? vmRules.createSnapshot(vm)} onClick={() => setTakes(true)}>
      {words.take}
    </Button>
  )
  const Asked = asked ? dialogs[asked.act] : null
  return (
    <div className={classes.page}>
      {error && (
        <Notice tone="error" title={words.failed} alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {snapshots?.length === 0 && (
        <EmptyState title={words.none} actions={take}>
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {snapshots && snapshots.length > 0 && (
        <>
          <div className={classes.head}>
            <p>{words.lead}</p>
            {take}
          </div>
          <SnapshotTable
            vm={vm}
            snapshots={snapshots}
            mayNot={mayNot}
            onAsk={(act, snapshot) => ask({ act, snapshot })}
          />
        </>
      )}
      {takes && <TakeSnapshot vm={vm} onClose={() => setTakes(false)} />}
      {asked && Asked && <Asked vm={vm} snapshot={asked.snapshot} all={snapshots ?? []} onClose={() => ask(null)} />}
    </div>
  )
}

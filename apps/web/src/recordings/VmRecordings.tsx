'use client'

import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { Checkbox } from '@mantine/core'
import type { Recording } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { recordingsTexts as words } from '../texts/recordings-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { RecordingList } from './RecordingList.tsx'
import classes from './recordings.module.css'

/** A recording that runs grows: it is looked at so often, ms. */
const readAgainMs = 5000

/** What was recorded of a VM's consoles, and whether each of them is. */
export function VmRecordings() {
  const { vm } = useShownVm()
  const { id, host } = vm
  const queries = useQueryClient()
  const may = vm.can.includes('recording.watch')
  const mayManage = vm.can.includes('recording.manage')
  const query = orpc.recordings.listVmRecordings.queryOptions({
    input: { id, host },
    enabled: may,
    refetchInterval: readAgainMs,
  })
  const { data, error } = useQuery(query)
  const record = useMutation({
    mutationFn: (always: boolean) => client.recordings.recordVm({ id, host, always }),
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.recordings.key() }),
  })
  if (!may) {
    return (
      <EmptyState title={words.mayNot}>
        <p>{words.noneHintWatch}</p>
      </EmptyState>
    )
  }
  const failure = error ?? record.error
  return (
    <div className={classes.page}>
      {failure && (
        <Notice tone="error" title={words.failed} alert>
          {failureOf(failure).sentence}
        </Notice>
      )}
      {data && mayManage && (
        <Checkbox
          label={words.always}
          description={words.alwaysHint}
          checked={record.isPending ? record.variables : data.always}
          onChange={event => record.mutate(event.currentTarget.checked)}
        />
      )}
      {data && data.recordings.length === 0 && (
        <EmptyState title={words.none}>
          <p>{mayManage ? words.noneHint : words.noneHintWatch}</p>
        </EmptyState>
      )}
      {data && data.recordings.length > 0 && (
        <RecordingList
          recordings={data.recordings as Recording[]}
          mayManage={mayManage}
          mayReadKeys={vm.can.includes('recording.keys')}
        />
      )}
    </div>
  )
}

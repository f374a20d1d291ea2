'use client'

import type { Recording } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useSession } from '../session/SessionContext.tsx'
import { sizeOfBytes } from '../texts/format.ts'
import { recordingsTexts as words } from '../texts/recordings-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import { RecordingList } from './RecordingList.tsx'
import classes from './recordings.module.css'

/** All recordings, also of VMs that are gone. */
export function RecordingsPage() {
  const { can } = useSession().person
  const may = can.includes('recording.manage')
  const { data, error } = useQuery(orpc.recordings.listRecordings.queryOptions({ input: {}, enabled: may }))
  if (!may) return <EmptyState level={1} title={words.mayNotAll} />
  return (
    <>
      <PageHead title={words.all} />
      <div className={classes.page}>
        {error && (
          <Notice tone="error" title={words.failed} alert>
            {failureOf(error).sentence}
          </Notice>
        )}
        {data && <p className={classes.total}>{words.total(data.recordings.length, sizeOfBytes(data.bytes))}</p>}
        {data && data.recordings.length > 0 && (
          <RecordingList
            recordings={data.recordings as Recording[]}
            ofAll
            mayManage
            mayReadKeys={can.includes('recording.keys')}
          />
        )}
      </div>
    </>
  )
}

import type { Recording } from '@porthole/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { Confirm } from '../access/Confirm.tsx'
import { client, orpc } from '../api/client.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { recordingsTexts as words } from '../texts/recordings-texts.ts'
import { duration } from './durations.ts'
import { RecordingTable } from './RecordingTable.tsx'
import { nameOf } from './recording-name.ts'

/** It brings noVNC with it. */
const RecordingPlayer = lazy(async () => ({ default: (await import('./RecordingPlayer.tsx')).RecordingPlayer }))

interface RecordingListProps {
  recordings: readonly Recording[]
  /** Of several VMs: each is named. */
  ofAll?: boolean
  mayManage: boolean
  mayReadKeys: boolean
}

/** Recordings in a table, or the one that plays: which one stands in the address. */
export function RecordingList({ recordings, ofAll = false, mayManage, mayReadKeys }: RecordingListProps) {
  const query = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  const queries = useQueryClient()
  const [leaving, setLeaving] = useState<Recording | null>(null)
  const again = () => queries.invalidateQueries({ queryKey: orpc.recordings.key() })
  const stop = useMutation({
    mutationFn: ({ id }: Recording) => client.recordings.stopRecording({ recording: id }),
    onSettled: again,
  })
  const remove = useMutation({
    mutationFn: ({ id }: Recording) => client.recordings.deleteRecording({ recording: id }),
    onSuccess: () => setLeaving(null),
    onSettled: again,
  })
  const to = (play: string | null) => {
    const next = new URLSearchParams(query)
    if (play === null) next.delete('play')
    else next.set('play', play)
    const said = next.toString()
    return said === '' ? path : `${path}?${said}`
  }
  const playing = query.get('play')
  if (playing !== null) {
    return (
      <Suspense>
        <RecordingPlayer
          key={playing}
          recording={playing}
          mayReadKeys={mayReadKeys}
          onClose={() => router.push(to(null))}
        />
      </Suspense>
    )
  }
  return (
    <>
      <RecordingTable
        recordings={recordings}
        ofAll={ofAll}
        playAt={({ id }) => to(id)}
        {...(mayManage && { onStop: stop.mutate, onRemove: setLeaving })}
      />
      {leaving && (
        <Confirm
          title={words.question(nameOf(leaving))}
          what={words.what(sizeOfBytes(leaving.bytes), duration(leaving.length))}
          confirm={words.removeOf(nameOf(leaving))}
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setLeaving(null)}
          onConfirm={() => remove.mutate(leaving)}
        />
      )}
    </>
  )
}

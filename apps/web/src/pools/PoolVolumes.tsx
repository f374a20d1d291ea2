import type { Pool, Volume } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { jobsQuery } from '../api/jobs-query.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PoolActs } from './PoolActs.tsx'
import classes from './storage.module.css'
import { useSlowRead } from './use-slow-read.ts'
import { VolumeTable } from './VolumeTable.tsx'
import type { VolumeAct } from './volume-acts.ts'

const NewVolumeDialog = dynamic(() => import('./NewVolumeDialog.tsx').then(file => file.NewVolumeDialog))
const UploadDialog = dynamic(() => import('./UploadDialog.tsx').then(file => file.UploadDialog))
const CloneDialog = dynamic(() => import('./CloneDialog.tsx').then(file => file.CloneDialog))
const ResizeDialog = dynamic(() => import('./ResizeDialog.tsx').then(file => file.ResizeDialog))
const DeleteVolume = dynamic(() => import('./DeleteVolume.tsx').then(file => file.DeleteVolume))

interface Asking {
  readonly act: VolumeAct
  readonly volume: Volume
}

/** One pool: what it is, and what is in it. */
export function PoolVolumes({ host, pool, live }: { host: string; pool: Pool; live: boolean }) {
  const [asking, setAsking] = useState<Asking | 'new' | 'upload' | null>(null)
  const isRead = live && pool.active
  const { data, error, refetch } = useQuery(
    orpc.pools.listVolumes.queryOptions({
      input: { host, pool: pool.name },
      enabled: isRead,
      refetchInterval: useSlowRead(isRead),
    }),
  )
  useRereadAfterJobs(refetch)
  const close = () => setAsking(null)
  const volumes = data?.volumes ?? []
  const why = !pool.canManage ? words.mayNot : pool.formats.length === 0 ? words.cannotMake(pool.type) : null
  const dialog = { host, pool, onClose: close }
  return (
    <section className={classes.chosen} aria-label={pool.name}>
      <div className={classes.head}>
        <h2>{pool.name}</h2>
        <span className={classes.quiet}>{data && words.volumes(volumes.length)}</span>
        <PoolActs host={host} pool={pool} mayNot={pool.canManage ? (live ? null : words.away) : words.mayNot}>
          <Button why={why} onClick={() => setAsking('upload')}>
            {uploadTexts.upload}
          </Button>
          <Button look="primary" why={why} onClick={() => setAsking('new')}>
            {words.newVolume}
          </Button>
        </PoolActs>
      </div>
      <Facts pool={pool} />
      {error && (
        <Notice tone="error" alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {!pool.active && <p className={classes.quiet}>{words.offHint}</p>}
      {data && volumes.length === 0 && <p className={classes.quiet}>{words.noVolumes}</p>}
      {volumes.length > 0 && (
        <VolumeTable
          host={host}
          pool={pool.name}
          volumes={volumes}
          mayNot={pool.canManage ? null : words.mayNot}
          onAsk={(act, volume) => setAsking({ act, volume })}
        />
      )}
      {asking === 'new' && <NewVolumeDialog {...dialog} volumes={volumes} />}
      {asking === 'upload' && <UploadDialog {...dialog} />}
      {asking !== null && typeof asking !== 'string' && (
        <>
          {asking.act === 'clone' && <CloneDialog {...dialog} volume={asking.volume} />}
          {asking.act === 'resize' && <ResizeDialog {...dialog} volume={asking.volume} />}
          {asking.act === 'delete' && <DeleteVolume {...dialog} volume={asking.volume} />}
        </>
      )}
    </section>
  )
}

function Facts({ pool: { type, path, active, autostart, capacity, available } }: { pool: Pool }) {
  const { facts } = words
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{facts.state}</dt>
        <dd>{active ? words.active : words.inactive}</dd>
      </div>
      <div>
        <dt>{facts.autostart}</dt>
        <dd>{autostart ? words.yes : words.no}</dd>
      </div>
      <div>
        <dt>{facts.type}</dt>
        <dd>{type}</dd>
      </div>
      {active && (
        <div>
          <dt>{facts.room}</dt>
          <dd className="figures">{words.used(sizeOfBytes(capacity - available), sizeOfBytes(capacity))}</dd>
        </div>
      )}
      {path && (
        <div>
          <dt>{facts.path}</dt>
          <dd className="exact">{path}</dd>
        </div>
      )}
    </dl>
  )
}

/** What a job made is there when the job ends, whoever began it. */
function useRereadAfterJobs(read: () => unknown): void {
  const { data } = useQuery(jobsQuery)
  const ended = data?.jobs.filter(({ act, endedAt }) => act.endsWith('Volume') && endedAt !== null).length
  // biome-ignore lint/correctness/useExhaustiveDependencies: how many have ended is when to read again
  useEffect(() => {
    if (ended) read()
  }, [ended])
}

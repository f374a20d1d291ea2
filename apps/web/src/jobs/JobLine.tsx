import type { Job } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { ago, exactTime, perCent, sizeOfBytes } from '../texts/format.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { useNow } from '../ui/use-now.ts'
import { endedOf, totalOf } from './job-counts.ts'
import classes from './jobs.module.css'

/** One job in two lines: what, how far, what came of it, and the way to stop it. */
export function JobLine({ job }: { job: Job }) {
  const now = useNow()
  const announce = useAnnounce()
  const cancel = useMutation({
    ...orpc.jobs.cancelJob.mutationOptions(),
    onError: error => announce(failureOf(error).sentence),
  })
  const { counts, state, by, createdAt } = job
  const all = totalOf(job)
  const title = words.titles[job.act](all)
  const word = job.stopping && state === 'running' ? words.stopping : words.states[state]
  const progress = job.endedAt === null && job.progress ? bytesDone(job.progress, createdAt, now) : null
  const parts = [
    ...(counts.failed > 0 ? [words.count(counts.failed, words.items.failed)] : []),
    ...(counts.skipped > 0 ? [words.count(counts.skipped, words.items.skipped)] : []),
    ...(counts.unknown > 0 ? [words.count(counts.unknown, words.items.unknown)] : []),
    ...(by === null ? [] : [words.by(by)]),
  ]
  return (
    <div className={classes.line}>
      <div className={classes.what}>
        <strong>{title}</strong>
        <span className={classes.word} data-state={state}>
          {word}
        </span>
      </div>
      {job.endedAt === null && <progress className={classes.progress} aria-label={title} {...barOf(job)} />}
      <div className={classes.more}>
        <span className="figures">{progress ?? words.progress(counts.done, all)}</span>
        {parts.map(part => (
          <span key={part}>{part}</span>
        ))}
        <time dateTime={createdAt} data-tip={exactTime(createdAt)}>
          {ago(createdAt, now)}
        </time>
        {job.canCancel && (
          <Button
            size="small"
            aria-label={words.stopOf(title)}
            data-tip={words.stopHint}
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ id: job.id })}
          >
            {words.stop}
          </Button>
        )}
      </div>
    </div>
  )
}

/** One long piece of work that tells no bytes says in its log where it is: how much is left nobody knows. */
function barOf(job: Job): { value: number; max: number } | undefined {
  if (job.progress) return { value: job.progress.done, max: job.progress.total }
  return isLong(job) ? undefined : { value: endedOf(job), max: totalOf(job) }
}

const isLong = ({ act }: Job) => act === 'createVm' || act.endsWith('Volume')

/** "1.2 GiB of 4 GiB, 30 % · about 2 min left". */
function bytesDone({ done, total }: NonNullable<Job['progress']>, since: string, now: number): string {
  const said = words.bytes(sizeOfBytes(done), sizeOfBytes(total), perCent((100 * done) / total))
  const elapsed = now - Date.parse(since)
  if (done === 0 || done >= total || elapsed < leastMs) return said
  const end = new Date(now - (elapsed * (total - done)) / done).toISOString()
  return `${said} · ${words.left(ago(end, now))}`
}

/** Sooner, one can't say how fast it goes. */
const leastMs = 3000

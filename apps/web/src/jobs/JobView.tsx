import type { JobItem, JobItemState } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { exactTime, timeOfDay } from '../texts/format.ts'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { JobLine } from './JobLine.tsx'
import classes from './jobs.module.css'

const mostShown = 200
/** What needs somebody comes first, what is over and well last. */
const order: readonly JobItemState[] = ['failed', 'unknown', 'running', 'skipped', 'queued', 'done']

interface JobViewProps {
  id: string
  line?: boolean
  /** It stands in a dialog: closing that stops nothing. */
  closes?: boolean
}

/** One job with what became of each VM, live. */
export function JobView({ id, line = true, closes = false }: JobViewProps) {
  const { data: job, error } = useQuery(orpc.jobs.getJob.queryOptions({ input: { id } }))
  if (error) {
    return (
      <Notice tone="error" alert>
        {failureOf(error).code === 'NOT_FOUND' ? words.gone : failureOf(error).sentence}
      </Notice>
    )
  }
  if (!job) return <Spinner />
  const items = job.items.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  const doneWord = words.done[job.act]
  return (
    <div className={classes.view}>
      {line && <JobLine job={job} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too */}
      <ul className={classes.items} tabIndex={0} aria-label={words.open}>
        {items.slice(0, mostShown).map(item => (
          <Item key={`${item.host}/${item.id}`} item={item} done={doneWord} />
        ))}
        {items.length > mostShown && <li>{words.more(items.length - mostShown)}</li>}
      </ul>
      <details className={classes.log}>
        <summary>{words.log}</summary>
        <ol>
          {job.log.map(({ at, text }) => (
            <li key={at + text}>
              <time dateTime={at} data-tip={exactTime(at)}>
                {timeOfDay(at)}
              </time>{' '}
              {text}
            </li>
          ))}
        </ol>
      </details>
      {closes && job.endedAt === null && <p className={classes.hint}>{words.lives}</p>}
    </div>
  )
}

function Item({ item: { name, state, why }, done }: { item: JobItem; done: string }) {
  return (
    <li className={classes.item}>
      <span className={classes.itemName}>{name}</span>
      <span className={classes.word} data-state={state}>
        {state === 'running' && <Spinner size={12} />}
        {state === 'done' ? done : words.items[state]}
      </span>
      {why && <span className={classes.why}>{why}</span>}
    </li>
  )
}

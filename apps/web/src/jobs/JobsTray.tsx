import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useId, useRef } from 'react'
import { jobsQuery } from '../api/jobs-query.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { JobsIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { JobLine } from './JobLine.tsx'
import classes from './jobs.module.css'

const mostShown = 5

/** The newest jobs, from everywhere; how many run is on the button itself. */
export function JobsTray() {
  const { data } = useQuery(jobsQuery)
  const panelId = useId()
  const panel = useRef<HTMLDivElement>(null)
  const jobs = data?.jobs ?? []
  const running = jobs.filter(({ endedAt }) => endedAt === null).length
  return (
    <>
      <IconButton label={words.tray(running)} size={32} popoverTarget={panelId}>
        {running > 0 ? (
          <span className={classes.running}>
            <Spinner />
            <span className="figures">{running}</span>
          </span>
        ) : (
          <JobsIcon />
        )}
      </IconButton>
      <section ref={panel} id={panelId} popover="auto" className={classes.tray} aria-label={words.title}>
        {jobs.length === 0 && <p className={classes.quiet}>{words.noneHint}</p>}
        {jobs.length > 0 && (
          <ul className={classes.list}>
            {jobs.slice(0, mostShown).map(job => (
              <li key={job.id}>
                <JobLine job={job} />
              </li>
            ))}
          </ul>
        )}
        <Link href="/jobs" prefetch={false} onClick={() => panel.current?.hidePopover()}>
          {words.page}
        </Link>
      </section>
    </>
  )
}

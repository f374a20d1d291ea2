import { useQuery } from '@tanstack/react-query'
import { jobsQuery } from '../api/jobs-query.ts'
import { Tray } from '../frame/Tray.tsx'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { JobsIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { JobLine } from './JobLine.tsx'
import classes from './jobs.module.css'

const mostShown = 5

/** The newest jobs, from everywhere; how many run is on the button itself. */
export function JobsTray() {
  const { data } = useQuery(jobsQuery)
  const jobs = data?.jobs ?? []
  const running = jobs.filter(({ endedAt }) => endedAt === null).length
  const mark =
    running > 0 ? (
      <span className={classes.running}>
        <Spinner />
        <span className="figures">{running}</span>
      </span>
    ) : (
      <JobsIcon />
    )
  return (
    <Tray label={words.tray(running)} mark={mark} title={words.title} page={{ path: '/jobs', label: words.page }}>
      {() =>
        jobs.length === 0 ? (
          <p className={classes.quiet}>{words.noneHint}</p>
        ) : (
          <ul className={classes.list}>
            {jobs.slice(0, mostShown).map(job => (
              <li key={job.id}>
                <JobLine job={job} />
              </li>
            ))}
          </ul>
        )
      }
    </Tray>
  )
}

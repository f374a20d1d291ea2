'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { jobsQuery } from '../api/jobs-query.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { JobLine } from './JobLine.tsx'
import { JobView } from './JobView.tsx'
import classes from './jobs.module.css'

/** All jobs that one may see, newest first, each with its results where one opens them. */
export function JobsPage() {
  const { data, error } = useQuery(jobsQuery)
  const [open, setOpen] = useState<string | null>(null)
  useEffect(() => {
    document.title = `${words.title} · ${texts.product}`
    return () => {
      document.title = texts.product
    }
  }, [])
  return (
    <div className={classes.page}>
      <h1>{words.title}</h1>
      {error && (
        <Notice tone="error" alert title={words.failed}>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data?.jobs.length === 0 && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
      <ul className={classes.list}>
        {data?.jobs.map(job => {
          const isOpen = open === job.id
          return (
            <li key={job.id}>
              <JobLine job={job} />
              <Button look="quiet" size="small" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : job.id)}>
                {isOpen ? words.hide : words.open}
              </Button>
              {isOpen && <JobView id={job.id} line={false} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

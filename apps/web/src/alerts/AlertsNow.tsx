'use client'

import { useQuery } from '@tanstack/react-query'
import { alertsQuery } from '../api/alerts-query.ts'
import { failureOf } from '../api/failure.ts'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { AlertLine } from './AlertLine.tsx'
import classes from './alerts.module.css'

/** What fires, and below it what may soon. */
export function AlertsNow() {
  return (
    <div className={classes.panel}>
      <Open />
    </div>
  )
}

function Open() {
  const { data, error } = useQuery(alertsQuery)
  if (error && !data) {
    return (
      <Notice tone="error" alert title={words.failed}>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  if (!data) return <Spinner />
  if (data.alerts.length === 0) return <EmptyState title={words.quietTitle}>{words.quiet}</EmptyState>
  const firing = data.alerts.filter(({ state }) => state === 'firing')
  const pending = data.alerts.filter(({ state }) => state === 'pending')
  return (
    <ul className={classes.list}>
      {[...firing, ...pending].map(alert => (
        <li key={alert.id}>
          <AlertLine alert={alert} />
        </li>
      ))}
    </ul>
  )
}

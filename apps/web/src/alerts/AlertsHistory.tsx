'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { AlertLine } from './AlertLine.tsx'
import classes from './alerts.module.css'

/** What has ended, the newest first. */
export function AlertsHistory() {
  return (
    <div className={classes.panel}>
      <Ended />
    </div>
  )
}

function Ended() {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    orpc.alerts.listPastAlerts.infiniteOptions({
      input: (before: string | undefined) => ({ before }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  if (error && !data) {
    return (
      <Notice tone="error" alert title={words.failed}>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  if (!data) return <Spinner />
  const alerts = data.pages.flatMap(page => page.alerts)
  if (alerts.length === 0 && !hasNextPage) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>
  return (
    <>
      <p className={classes.quiet}>{words.historyLead}</p>
      <ul className={classes.list}>
        {alerts.map(alert => (
          <li key={alert.id}>
            <AlertLine alert={alert} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.older}
        </Button>
      )}
    </>
  )
}

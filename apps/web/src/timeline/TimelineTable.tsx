import type { AuditFilter } from '@porthole/contract'
import { Fragment } from 'react'
import { failureOf } from '../api/failure.ts'
import { day } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { gapSentence } from './describe.ts'
import { TimelineRow } from './TimelineRow.tsx'
import classes from './timeline.module.css'
import { useTimeline } from './use-timeline.ts'

const words = timelineTexts

interface TimelineTableProps {
  filter: AuditFilter
  /** It is the timeline of one object: what each row is about need not be said. */
  ofOne?: boolean
  /** Whether the filter leaves something out, so that "nothing" may mean "nothing of that". */
  narrow: boolean
}

/** What happened, newest first, under a heading for each day. */
export function TimelineTable({ filter, ofOne = false, narrow }: TimelineTableProps) {
  const { entries, error, older, loading, retry } = useTimeline(filter)
  if (entries === null && error) {
    return (
      <div className={classes.notice}>
        <Notice tone="error" title={words.failed} alert actions={<Button onClick={retry}>{texts.hosts.retry}</Button>}>
          {failureOf(error).sentence}
        </Notice>
      </div>
    )
  }
  if (entries === null) return <div aria-busy="true" />
  if (entries.length === 0) {
    return (
      <EmptyState title={narrow ? words.nothingFound : words.nothing}>
        {!narrow && <p>{words.nothingHint}</p>}
      </EmptyState>
    )
  }
  const columns = ofOne ? 4 : 5
  return (
    <>
      <table className={classes.table} aria-label={words.table} data-of-one={ofOne || undefined}>
        <thead>
          <tr>
            <th scope="col">{words.columns.time}</th>
            <th scope="col">{words.columns.who}</th>
            <th scope="col">{words.columns.what}</th>
            {!ofOne && <th scope="col">{words.columns.object}</th>}
            <th scope="col">{words.columns.result}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => {
            const today = day(entry.at)
            const above = entries[index - 1]
            const gap = gapSentence(entry)
            return (
              <Fragment key={entry.startSeq ?? entry.seq}>
                {(above === undefined || day(above.at) !== today) && (
                  <tr className={classes.day}>
                    <th colSpan={columns} scope="rowgroup">
                      {today}
                    </th>
                  </tr>
                )}
                <TimelineRow entry={entry} ofOne={ofOne} columns={columns} />
                {gap && (
                  <tr className={classes.gap}>
                    <td colSpan={columns}>{gap}</td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
      {older && (
        <div className={classes.older}>
          <Button busy={loading} onClick={older}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}

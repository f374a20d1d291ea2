import { useId, useState } from 'react'
import { exactTime, timeOfDay } from '../texts/format.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { ChevronIcon, CrashedIcon, RunningIcon, UnknownIcon } from '../ui/icons.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { errorWords, type TimelineEntry, whatHappened, who } from './describe.ts'
import { ObjectLink } from './ObjectLink.tsx'
import { TimelineDetails } from './TimelineDetails.tsx'
import classes from './timeline.module.css'

const words = timelineTexts

interface TimelineRowProps {
  entry: TimelineEntry
  ofOne: boolean
  columns: number
}

/** One thing that happened; opened, all that is known of it. */
export function TimelineRow({ entry, ofOne, columns }: TimelineRowProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const what = whatHappened(entry)
  const outside = entry.source === 'outside'
  return (
    <>
      <tr className={classes.row} data-result={entry.result} data-outside={outside || undefined}>
        <td className={`figures ${classes.time}`} data-tip={exactTime(entry.at)}>
          {timeOfDay(entry.at)}
        </td>
        <td className={classes.who} {...(outside && { 'data-tip': words.outsideHint })}>
          <span className={outside ? classes.outside : undefined}>{who(entry)}</span>
        </td>
        <td className={classes.what}>
          <button
            type="button"
            className={classes.open}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronIcon size={12} />
            {what}
          </button>
        </td>
        {!ofOne && (
          <td className={classes.object}>
            <ObjectLink entry={entry} />
          </td>
        )}
        <td className={classes.result}>
          <Result entry={entry} />
        </td>
      </tr>
      {open && (
        <tr id={id} className={classes.details}>
          <td colSpan={columns}>
            <TimelineDetails entry={entry} />
          </td>
        </tr>
      )}
    </>
  )
}

/** What happened by itself needs no "done". */
function Result({ entry: { source, result, error } }: { entry: TimelineEntry }) {
  if (source === 'outside') return null
  const icon = {
    done: <RunningIcon size={12} />,
    failed: <CrashedIcon size={12} />,
    started: <Spinner />,
    unknown: <UnknownIcon size={12} />,
  }[result]
  return (
    <span data-tip={result === 'unknown' ? words.unknownHint : undefined}>
      {icon}
      {words.results[result]}
      {error !== null && `: ${errorWords(error)}`}
    </span>
  )
}

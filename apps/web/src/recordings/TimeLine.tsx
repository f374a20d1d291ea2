import type { RecordingIndex } from '@porthole/contract'
import { recordingsTexts } from '../texts/recordings-texts.ts'
import { duration } from './durations.ts'
import classes from './recordings.module.css'

interface TimeLineProps {
  index: RecordingIndex
  at: number
  onSeek(at: number): void
}

/** The whole of a recording as a slider, with the times when something moved. */
export function TimeLine({ index: { length, moving }, at, onSeek }: TimeLineProps) {
  const share = (ms: number) => `${(100 * ms) / Math.max(1, length)}%`
  return (
    <div className={classes.line}>
      <div className={classes.moving} aria-hidden="true">
        {moving.map(([from, until]) => (
          <i key={from} style={{ left: share(from), width: `max(2px, ${share(until - from)})` }} />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={length}
        step={100}
        value={at}
        aria-label={recordingsTexts.player.position}
        aria-valuetext={duration(at)}
        onChange={event => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  )
}

import { type HistoryRange, historyRanges } from '@porthole/contract'
import type { ReactNode } from 'react'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './statistics.module.css'
import type { useRange } from './use-range.ts'

const words = statisticsTexts
const names = Object.keys(historyRanges) as HistoryRange[]

/** Chooses how far back the graphs reach, and leads back from a closer look. */
export function RangeBar({ view, children }: { view: ReturnType<typeof useRange>; children?: ReactNode }) {
  return (
    <div className={classes.bar}>
      <div className={classes.ranges} role="radiogroup" aria-label={words.range}>
        {names.map(name => (
          <label key={name}>
            <input type="radio" name="range" checked={view.range === name} onChange={() => view.choose(name)} />
            {words.ranges[name]}
          </label>
        ))}
      </div>
      {view.zoom ? (
        <Button onClick={view.whole}>{words.wholeRange}</Button>
      ) : (
        <span className={classes.hint}>{words.zoomHint}</span>
      )}
      {children}
    </div>
  )
}

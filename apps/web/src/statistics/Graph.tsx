import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { timeOfDay } from '../texts/format.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import type { Drawing } from './draw-graph.ts'
import classes from './statistics.module.css'

const words = statisticsTexts

interface GraphProps extends Pick<Drawing, 'times' | 'top' | 'say' | 'binary' | 'together' | 'shown' | 'onZoom'> {
  title: string
  /** Their colours as custom properties of the look. */
  lines: readonly { readonly label: string; readonly colour: string; readonly values: readonly (number | null)[] }[]
}

/** One graph with its figures beside the title: those under the crosshair, or the newest, with average and peak. */
export function Graph({ title, times, lines, top, say, binary, together, shown, onZoom }: GraphProps) {
  const place = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number | null>(null)
  const scheme = useComputedColorScheme()
  const zoom = useRef(onZoom)
  useEffect(() => {
    zoom.current = onZoom
  })
  const [from, to] = shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look's colours are read when it is drawn
  useEffect(() => {
    const element = place.current
    if (!element) return
    let end: (() => void) | undefined
    let gone = false
    void import('./draw-graph.ts').then(({ drawGraph }) => {
      if (gone) return
      const look = getComputedStyle(element)
      const drawn = lines.map(line => ({ ...line, colour: look.getPropertyValue(line.colour).trim() }))
      end = drawGraph(element, {
        ...{ times, lines: drawn, top, say, binary, together, shown: [from, to] },
        onZoom: (left, right) => zoom.current(left, right),
        onPoint: setAt,
      })
    })
    return () => {
      gone = true
      end?.()
    }
  }, [times, lines, top, say, binary, together, from, to, scheme])
  const time = at === null ? null : times[at]
  return (
    <figure className={classes.graph}>
      <figcaption>
        <h2>{title}</h2>
        <span className={`figures ${classes.when}`}>
          {time === undefined || time === null ? '' : timeOfDay(new Date(time * 1000).toISOString())}
        </span>
      </figcaption>
      <div ref={place} className={classes.canvas} aria-hidden="true" />
      <table className={classes.legend} aria-label={words.figuresOf(title)}>
        <thead>
          <tr>
            <th scope="col">
              <span className="only-heard">{words.line}</span>
            </th>
            <th scope="col">{at === null ? words.now : words.atThen}</th>
            <th scope="col">{words.average}</th>
            <th scope="col">{words.peak}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, colour, values }) => {
            const seen = values.filter((value, i) => value !== null && inside(times[i], from, to)) as number[]
            const one = at === null ? lastOf(values) : (values[at] ?? null)
            const mean = seen.length === 0 ? null : seen.reduce((sum, value) => sum + value, 0) / seen.length
            const peak = seen.length === 0 ? null : seen.reduce((most, value) => Math.max(most, value), 0)
            return (
              <tr key={label}>
                <th scope="row">
                  <i className={classes.swatch} style={{ background: `var(${colour})` }} />
                  {label}
                </th>
                {[one, mean, peak].map((value, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three places that never move
                  <td key={i} className="figures">
                    {value === null ? '–' : say(value)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </figure>
  )
}

const inside = (time: number | undefined, from: number, to: number) => time !== undefined && time >= from && time <= to

/** The newest of the last few points; further back is not now. */
const lastOf = (values: readonly (number | null)[]) => values.slice(-4).findLast(value => value !== null) ?? null

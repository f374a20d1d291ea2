import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { timeOfDay } from '../texts/format.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import type { Drawing, DrawnGraph } from './draw-graph.ts'
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
  const [from, to] = shown
  const graph = useRef<DrawnGraph>(null)
  const latest = useRef({ times, lines, from, to, onZoom })
  useEffect(() => {
    latest.current = { times, lines, from, to, onZoom }
    graph.current?.update({ times, lines: coloured(lines, place.current), shown: [from, to] })
  }, [times, lines, from, to, onZoom])
  const which = lines.map(({ label, colour }) => `${label} ${colour}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines and another look are another graph
  useEffect(() => {
    const element = place.current
    if (!element) return
    let gone = false
    void import('./draw-graph.ts').then(({ drawGraph }) => {
      if (gone) return
      const now = latest.current
      graph.current = drawGraph(element, {
        ...{ top, say, binary, together, times: now.times, shown: [now.from, now.to] },
        lines: coloured(now.lines, element),
        onZoom: (left, right) => latest.current.onZoom(left, right),
        onPoint: setAt,
      })
    })
    return () => {
      gone = true
      graph.current?.remove()
      graph.current = null
    }
  }, [which, top, say, binary, together, scheme])
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

/** The lines with the colours that the look gives at this place. */
function coloured(lines: GraphProps['lines'], place: Element | null) {
  const look = place && getComputedStyle(place)
  return lines.map(line => ({ ...line, colour: look?.getPropertyValue(line.colour).trim() ?? '' }))
}

const inside = (time: number | undefined, from: number, to: number) => time !== undefined && time >= from && time <= to

/** The newest of the last few points; further back is not now. */
const lastOf = (values: readonly (number | null)[]) => values.slice(-4).findLast(value => value !== null) ?? null

import type { HostSeries } from '@porthole/contract'
import { useMemo } from 'react'
import { Graph } from './Graph.tsx'
import type { GraphSpec } from './graph-specs.ts'
import classes from './statistics.module.css'
import { timesOf, together, type useRange } from './use-range.ts'

/** The history of one object, as the server gives it. */
interface Told {
  readonly from: number
  readonly step: number
  readonly series: Partial<Record<HostSeries, readonly (number | null)[]>>
}

/** Another object whose history is laid beside. */
interface Compared {
  readonly label: string
  readonly colour: string
  readonly told: Told
}

interface GraphsProps {
  specs: readonly GraphSpec[]
  told: Told
  /** With more than one, each has one line in each graph instead of the lines of its own. */
  compared: readonly Compared[]
  view: ReturnType<typeof useRange>
}

/** The graphs of one page: they share their time and their crosshair. */
export function Graphs({ specs, told, compared, view }: GraphsProps) {
  const { from, step } = told
  const count = told.series.cpu?.length ?? 0
  const times = useMemo(() => timesOf({ from, step, count }), [from, step, count])
  const drawn = useMemo(
    () =>
      specs.map(spec => ({
        spec,
        lines:
          compared.length > 1
            ? compared.map(({ label, colour, told: other }) => ({
                label,
                colour,
                values: aligned(other, told, together(spec.compared.map(name => other.series[name] ?? []))),
              }))
            : spec.lines.map(({ label, colour, of }) => ({
                label,
                colour,
                values: together(of.map(name => told.series[name] ?? [])),
              })),
      })),
    [specs, told, compared],
  )
  const end = from + count * step
  const shown = view.zoom ?? ([from, end] as const)
  return (
    <div className={classes.graphs}>
      {drawn.map(({ spec, lines }) => (
        <Graph
          key={spec.id}
          title={spec.title}
          times={times}
          lines={lines}
          top={spec.top}
          say={spec.say}
          binary={spec.binary === true}
          together="porthole"
          shown={shown}
          onZoom={view.look}
        />
      ))}
    </div>
  )
}

/** What was read a moment earlier or later begins at another point: it is moved to where the first begins. */
function aligned(other: Told, first: Told, values: readonly (number | null)[]): (number | null)[] {
  const shift = Math.round((first.from - other.from) / first.step)
  return values.map((_, i) => values[i + shift] ?? null)
}

import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

/** One line, ready to be drawn. */
interface DrawnLine {
  readonly label: string
  /** A colour of CSS. */
  readonly colour: string
  readonly values: readonly (number | null)[]
}

export interface Drawing {
  readonly times: readonly number[]
  readonly lines: readonly DrawnLine[]
  readonly top: number
  readonly say: (value: number) => string
  /** It counts bytes: its grid stands at powers of two. */
  readonly binary: boolean
  /** Graphs of the same key move their crosshair together. */
  readonly together: string
  /** What is shown of it, seconds; the whole of it is `times`. */
  readonly shown: readonly [number, number]
  onZoom(from: number, to: number): void
  /** The point under the crosshair, or null. */
  onPoint(index: number | null): void
}

const height = 148
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power)

/** Draws into the element, and again when it changes its width. Returns how to take it away. */
export function drawGraph(place: HTMLElement, drawing: Drawing): () => void {
  const look = getComputedStyle(place)
  const colour = (name: string) => look.getPropertyValue(name).trim()
  const axis = { stroke: colour('--text-2'), font: `11px ${look.fontFamily}`, ticks: { show: false } }
  const grid = { stroke: colour('--line'), width: 1 }
  const [from, to] = drawing.shown
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      scales: {
        x: { time: true, range: [from, to] },
        y: { range: (_, _min, max) => [0, Math.max(drawing.top, (max ?? 0) * 1.08)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 72, size: 26, values: timeLabels },
        {
          ...axis,
          grid,
          space: 34,
          size: 78,
          gap: 8,
          values: (_, splits) => splits.map(drawing.say),
          ...(drawing.binary && { incrs: powersOfTwo }),
        },
      ],
      series: [
        {},
        ...drawing.lines.map(({ label, colour: stroke }, i) => ({
          label,
          stroke,
          width: 1.5,
          ...(i === 0 && { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` }),
          spanGaps: false,
          points: { show: isolated, size: 4, fill: stroke },
        })),
      ],
      cursor: {
        y: false,
        points: { size: 6 },
        sync: { key: drawing.together, setSeries: false },
        drag: { x: true, y: false, setScale: false },
      },
      hooks: {
        setCursor: [self => drawing.onPoint(self.cursor.idx ?? null)],
        setSelect: [
          self => {
            const { left, width } = self.select
            if (width < 6) return
            drawing.onZoom(self.posToVal(left, 'x'), self.posToVal(left + width, 'x'))
          },
        ],
      },
    },
    [[...drawing.times], ...drawing.lines.map(({ values }) => [...values])],
    place,
  )
  const resize = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }))
  resize.observe(place)
  return () => {
    resize.disconnect()
    plot.destroy()
  }
}

/** Points are drawn only where no line can be: between two gaps. */
function isolated(self: uPlot, series: number): boolean {
  const values = self.data[series] ?? []
  return values.filter(value => value !== null).length < 3
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** The time of day, and at midnight, or where a day is nothing, the date. */
function timeLabels(_: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  return splits.map(seconds => {
    const date = new Date(seconds * 1000)
    const midnight = date.getHours() === 0 && date.getMinutes() === 0
    return (step >= 86_400 || midnight ? day : clock).format(date)
  })
}

import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

/** One line, ready to be drawn. */
interface DrawnLine {
  readonly label: string
  /** A colour of CSS. */
  readonly colour: string
  readonly values: readonly (number | null)[]
}

/** What changes while one looks. */
interface Figures {
  readonly times: readonly number[]
  readonly lines: readonly DrawnLine[]
  /** What is shown of it, seconds; the whole of it is `times`. */
  readonly shown: readonly [number, number]
}

export interface Drawing extends Figures {
  readonly top: number
  readonly say: (value: number) => string
  /** It counts bytes: its grid stands at powers of two. */
  readonly binary: boolean
  /** Graphs of the same key move their crosshair together. */
  readonly together: string
  onZoom(from: number, to: number): void
  /** The point under the crosshair, or null. */
  onPoint(index: number | null): void
}

const height = 148
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power)

/** A graph that was drawn, and draws itself again when its element changes its width. */
export interface DrawnGraph {
  /** Shows other figures of the same lines; while somebody drags across it, it waits for the end of that. */
  update(figures: Figures): void
  remove(): void
}

export function drawGraph(place: HTMLElement, drawing: Drawing): DrawnGraph {
  const look = getComputedStyle(place)
  const colour = (name: string) => look.getPropertyValue(name).trim()
  const axis = { stroke: colour('--text-2'), font: `11px ${look.fontFamily}`, ticks: { show: false } }
  const grid = { stroke: colour('--line'), width: 1 }
  let { shown } = drawing
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      scales: {
        x: { time: true, range: () => [shown[0], shown[1]] },
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
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          },
        ],
      },
    },
    columns(drawing),
    place,
  )
  const show = (figures: Figures) => {
    shown = figures.shown
    plot.setData(columns(figures))
  }
  let dragged = false
  let waiting: Figures | null = null
  const listening = new AbortController()
  plot.over.addEventListener('mousedown', () => (dragged = true), listening)
  document.addEventListener(
    'mouseup',
    () => {
      dragged = false
      // uPlot hears the same event later than this, and tells of the selection: that may bring newer figures.
      requestAnimationFrame(() => {
        if (waiting) show(waiting)
        waiting = null
      })
    },
    listening,
  )
  const resize = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }))
  resize.observe(place)
  return {
    update: figures => {
      waiting = dragged ? figures : null
      if (!dragged) show(figures)
    },
    remove: () => {
      listening.abort()
      resize.disconnect()
      plot.destroy()
    },
  }
}

const columns = ({ times, lines }: Figures): uPlot.AlignedData => [
  [...times],
  ...lines.map(({ values }) => [...values]),
]

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

interface SparklineProps {
  /** Oldest first. */
  values: readonly number[]
  /** What reaches the upper edge. Default: 100. */
  top?: number
  /** How many values fill the width; fewer stand at the right. */
  span: number
  width: number
  height: number
  className?: string | undefined
}

/** A line of what was, without axes: the figure beside it says what is. Decoration for a screen reader. */
export function Sparkline({ values, top = 100, span, width, height, className }: SparklineProps) {
  const shown = values.slice(-span)
  const step = width / (span - 1)
  const left = width - (shown.length - 1) * step
  const points = shown.map(
    (value, i) => `${round(left + i * step)},${round(height - 1 - (value / top) * (height - 2))}`,
  )
  const area = shown.length > 1 ? `${round(left)},${height} ${points.join(' ')} ${width},${height}` : ''
  return (
    <svg
      aria-hidden="true"
      className={className}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
    >
      <polygon points={area} fill="currentColor" opacity={0.16} />
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** One measured figure beside the bound that it must keep; or one that only says what the others are to be read by. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
} & ({ readonly atMost: number } | { readonly atLeast: number } | { readonly beside: true })

/** The value below which a share of the samples lies, by the nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Prints each figure and its bound; true when all keep theirs. A figure that could not be measured keeps nothing. */
export function report(figures: readonly Figure[]): boolean {
  for (const figure of figures) {
    const { name, value, unit } = figure
    const digits = unit === 'x' ? 2 : 1
    const verdict = 'beside' in figure ? '    ' : keeps(figure) ? 'ok  ' : 'FAIL'
    process.stdout.write(`${verdict}  ${name}: ${value.toFixed(digits)} ${unit} (${boundOf(figure)})\n`)
  }
  return figures.every(keeps)
}

const keeps = (figure: Figure): boolean =>
  'beside' in figure || ('atMost' in figure ? figure.value <= figure.atMost : figure.value >= figure.atLeast)

function boundOf(figure: Figure): string {
  if ('beside' in figure) return 'no bound: to read the others by'
  return 'atMost' in figure ? `at most ${figure.atMost} ${figure.unit}` : `at least ${figure.atLeast} ${figure.unit}`
}

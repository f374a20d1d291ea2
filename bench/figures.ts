/** One measured figure beside the bound that it must keep. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
} & ({ readonly atMost: number } | { readonly atLeast: number })

/** The value below which a share of the samples lies, by the nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Prints each figure and its bound; true when all keep theirs. A figure that could not be measured keeps nothing. */
export function report(figures: readonly Figure[]): boolean {
  for (const figure of figures) {
    const { name, value, unit } = figure
    const bound = 'atMost' in figure ? `at most ${figure.atMost}` : `at least ${figure.atLeast}`
    const digits = unit === 'x' ? 2 : 1
    process.stdout.write(
      `${keeps(figure) ? 'ok  ' : 'FAIL'}  ${name}: ${value.toFixed(digits)} ${unit} (${bound} ${unit})\n`,
    )
  }
  return figures.every(keeps)
}

const keeps = (figure: Figure): boolean =>
  'atMost' in figure ? figure.value <= figure.atMost : figure.value >= figure.atLeast

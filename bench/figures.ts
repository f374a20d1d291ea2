/** One measured figure beside the bound that it must keep. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly atMost: number
  readonly unit: string
}

/** The value below which a share of the samples lies, by the nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Prints each figure and its bound; true when all keep theirs. A figure that could not be measured keeps nothing. */
export function report(figures: readonly Figure[]): boolean {
  for (const { name, value, atMost, unit } of figures) {
    const verdict = value <= atMost ? 'ok  ' : 'FAIL'
    process.stdout.write(`${verdict}  ${name}: ${value.toFixed(1)} ${unit} (at most ${atMost} ${unit})\n`)
  }
  return figures.every(({ value, atMost }) => value <= atMost)
}

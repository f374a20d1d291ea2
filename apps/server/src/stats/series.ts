import type { Stretch } from './history.ts'

type Series<S extends string> = Record<S, (number | null)[]>

/** One object's points, told apart by what they measure. */
export function seriesOf<S extends string>(read: ReadonlyMap<string, Stretch>, names: readonly S[]) {
  const [stretch] = read.values()
  if (stretch === undefined) throw new Error('a range that was read has its points')
  const { from, step, count, at } = stretch
  const indexes = Array.from({ length: count }, (_, index) => index)
  const series = Object.fromEntries(names.map((name, s) => [name, indexes.map(index => at(index, s))]))
  return { from, step, series: series as Series<S> }
}

/** The average of what was measured; null where nothing was. */
export function meanOf({ count, at }: Stretch, series: number): number | null {
  let [sum, measured] = [0, 0]
  for (let index = 0; index < count; index++) {
    const value = at(index, series)
    if (value === null) continue
    sum += value
    measured++
  }
  return measured === 0 ? null : sum / measured
}

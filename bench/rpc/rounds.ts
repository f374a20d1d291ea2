import { percentile } from '../figures.ts'

const roundCount = 7

/** The medians, in ms, of two ways to do the same, taken in turn so that the machine's moods hit both alike. */
export async function interleaved(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  rounds = roundCount,
): Promise<{ ours: number; theirs: number }> {
  const took = { ours: [] as number[], theirs: [] as number[] }
  // The first round of each warms up caches and compilers, and is not counted.
  await ours()
  await theirs()
  for (let round = 0; round < rounds; round++) {
    took.theirs.push(await theirs())
    took.ours.push(await ours())
  }
  return { ours: percentile(took.ours, 0.5), theirs: percentile(took.theirs, 0.5) }
}

/** How long the work took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The first and the longest wait between two attempts, in ms. */
const shortestMs = 1000
const longestMs = 30_000

/**
 * How long to wait after so many failed attempts in a row, in ms: 1, 2, 4 … 30 s, each by up to a quarter longer or
 * shorter, so that many who lost the same host do not come back in step. `random` gives numbers from 0 to 1.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.min(longestMs, shortestMs * 2 ** Math.min(attempt, 5)) * (0.75 + random() / 2)
}

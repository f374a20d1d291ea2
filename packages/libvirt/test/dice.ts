/** Repeatable numbers (Lehmer's generator), so that a failure can be seen again: `dice(seed)(n)` is a whole number below n. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

/**
 * How long to wait before try number `attempt` (from 0), ms: doubles from `first` to `most`, and half of it is left
 * to chance so that a restarted server is not met by everybody at once.
 */
export function backoff(attempt: number, first = 500, most = 10_000, chance = Math.random()): number {
  const whole = Math.min(most, first * 2 ** Math.min(attempt, 20))
  return whole / 2 + (whole / 2) * chance
}

import { expect, it } from 'vitest'
import { backoff } from './backoff.ts'

it('doubles from the first to the most', () => {
  expect([0, 1, 2, 3, 9, 1000].map(attempt => backoff(attempt, 500, 10_000, 1))).toEqual([
    500, 1000, 2000, 4000, 10_000, 10_000,
  ])
})

it('leaves half of it to chance, and never less than half', () => {
  expect(backoff(3, 500, 10_000, 0)).toBe(2000)
  const tries = Array.from({ length: 200 }, () => backoff(3, 500, 10_000))
  expect(Math.min(...tries)).toBeGreaterThanOrEqual(2000)
  expect(Math.max(...tries)).toBeLessThanOrEqual(4000)
  expect(new Set(tries).size).toBeGreaterThan(1)
})

import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('1, 2, 4 … 30 s, a quarter longer or shorter', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(attempt => backoffMs(attempt, () => 0.5))).toEqual([
    1000, 2000, 4000, 8000, 16000, 30000, 30000,
  ])
  expect(backoffMs(0, () => 0)).toBe(750)
  expect(backoffMs(0, () => 1)).toBe(1250)
})

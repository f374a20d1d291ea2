import { expect, it } from 'vitest'
import { skipIdle } from './track.ts'

const moving = [
  [1000, 2000],
  [60_000, 61_000],
] as const

it.each([
  ['goes on through what moves', 1500, 1500],
  ['lingers a moment after it', 2900, 2900],
  ['then skips to just before it moves again', 3100, 59_700],
  ['begins just before the first movement', 0, 700],
  ['does not go back where that is near', 800, 800],
  ['ends where nothing moves any more', 62_100, 90_000],
])('%s', (_, at, next) => {
  expect(skipIdle(at, moving, 90_000)).toBe(next)
})

it('ends at once where nothing ever moved', () => {
  expect(skipIdle(0, [], 90_000)).toBe(90_000)
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchComputer } from './watch-computer.ts'

const told: string[] = []
let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  told.length = 0
  stop = watchComputer({ lost: why => told.push(why), back: () => told.push('back') })
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('tells of a sleep, and of no timer that is a little late', () => {
  vi.advanceTimersByTime(60_000)
  vi.setSystemTime(Date.now() + 60_000)
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([])
  vi.setSystemTime(Date.now() + 3600_000)
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual(['slept'])
})

it('tells of a network that goes and comes, until it is ended', () => {
  for (const name of ['offline', 'online']) window.dispatchEvent(new Event(name))
  document.dispatchEvent(new Event('visibilitychange'))
  expect(told).toEqual(['offline', 'back', 'back'])
  stop()
  window.dispatchEvent(new Event('offline'))
  expect(told).toHaveLength(3)
})

import { expect, it } from 'vitest'
import { cpuPercent, usedKiB } from './figures.ts'

it.each([
  ['one of one vCPU busy', { at: 0, cpuNs: 0 }, { at: 2000, cpuNs: 2e9 }, 1, 100],
  ['one of four busy', { at: 0, cpuNs: 5 }, { at: 2000, cpuNs: 2e9 + 5 }, 4, 25],
  ['idle', { at: 0, cpuNs: 7 }, { at: 2000, cpuNs: 7 }, 2, 0],
  ['emulation threads on top', { at: 0, cpuNs: 0 }, { at: 1000, cpuNs: 1.2e9 }, 1, 100],
])('%s', (_, before, now, vcpus, percent) => {
  expect(cpuPercent(before, now, vcpus)).toBe(percent)
})

it('says nothing from one sample, or across a restart', () => {
  expect(cpuPercent(undefined, { at: 1, cpuNs: 1 }, 1)).toBeNull()
  expect(cpuPercent({ at: 0, cpuNs: 9e9 }, { at: 2000, cpuNs: 1e9 }, 1)).toBeNull()
})

it('takes memory in use from what the guest tells', () => {
  expect(usedKiB({ 'balloon.available': 1000, 'balloon.usable': 600, 'balloon.unused': 100 })).toBe(400)
  expect(usedKiB({ 'balloon.available': 1000, 'balloon.unused': 100 })).toBe(900)
  expect(usedKiB({ 'balloon.current': 1000 })).toBeNull()
})

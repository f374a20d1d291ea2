import type { Vm } from '@porthole/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keyOf } from '../api/vm-key.ts'
import { ActsUnderWay } from './acts-under-way.ts'

const off = { id: 'x', host: 'a', name: 'web', active: false, state: 'shut-off' } as Vm
const running = { ...off, active: true, state: 'running' } as Vm
const failure = { code: 'LIBVIRT_FAILED', sentence: 'It broke.', libvirt: null, issues: [] } as const
let now: Vm | undefined
let said: string[]
let acts: ActsUnderWay

beforeEach(() => {
  vi.useFakeTimers()
  said = []
  now = off
  acts = new ActsUnderWay(
    () => now,
    text => said.push(text),
  )
})
afterEach(() => vi.useRealTimers())

const shown = () => acts.get(keyOf(off))?.phase ?? null

it('is under way until the event shows it, not until the answer', () => {
  acts.asked(off, 'startVm')
  acts.answered(off, 'startVm')
  expect(shown()).toBe('asked')
  now = running
  acts.settle()
  expect(shown()).toBeNull()
  expect(said).toEqual(['web is started.'])
})

it('takes an event that is faster than the answer', () => {
  acts.asked(off, 'startVm')
  now = running
  acts.settle()
  expect(shown()).toBe('asked')
  acts.answered(off, 'startVm')
  expect(shown()).toBeNull()
})

it('keeps a failure until it is dismissed', () => {
  acts.asked(off, 'startVm')
  acts.failed(off, 'startVm', failure)
  acts.settle()
  expect(shown()).toBe('failed')
  acts.dismiss(off)
  expect(shown()).toBeNull()
})

it('stops waiting for a state that never comes', () => {
  acts.asked(off, 'startVm')
  acts.answered(off, 'startVm')
  vi.advanceTimersByTime(10_000)
  expect(shown()).toBeNull()
})

it('says so when a guest ignores the request to shut down', () => {
  now = running
  acts.asked(running, 'shutDownVm')
  acts.answered(running, 'shutDownVm')
  vi.advanceTimersByTime(119_000)
  expect(shown()).toBe('asked')
  vi.advanceTimersByTime(2_000)
  expect(shown()).toBe('failed')
})

it('forgets the first act when a second is asked for', () => {
  now = running
  acts.asked(running, 'shutDownVm')
  acts.answered(running, 'shutDownVm')
  acts.asked(running, 'forceOffVm')
  vi.advanceTimersByTime(200_000)
  expect(acts.get(keyOf(off))).toEqual({ act: 'forceOffVm', phase: 'asked' })
  now = off
  acts.answered(running, 'forceOffVm')
  expect(said).toEqual(['web is off.'])
})

import { DomainState } from '@porthole/libvirt'
import { expect, it } from 'vitest'
import { isActive, stateWords } from './domain-states.ts'

it.each([
  [DomainState.NOSTATE, 0, 'unknown', null],
  [DomainState.RUNNING, 1, 'running', 'booted'],
  [DomainState.RUNNING, 5, 'running', 'resumed'],
  [DomainState.BLOCKED, 0, 'running', null],
  [DomainState.PAUSED, 1, 'paused', 'paused by a person'],
  [DomainState.PAUSED, 5, 'paused', 'disk error'],
  [DomainState.PAUSED, 13, 'paused', 'post-copy migration failed'],
  [DomainState.SHUTDOWN, 1, 'shutting-down', 'asked to'],
  [DomainState.SHUTOFF, 1, 'shut-off', 'shut down by the guest'],
  [DomainState.SHUTOFF, 2, 'shut-off', 'forced off'],
  [DomainState.SHUTOFF, 3, 'crashed', 'crashed'],
  [DomainState.SHUTOFF, 8, 'shut-off', 'stopped by libvirt'],
  [DomainState.CRASHED, 1, 'crashed', 'the guest panicked'],
  [DomainState.PMSUSPENDED, 0, 'pm-suspended', null],
])('virDomainState %i with reason %i is %s (%s)', (state, reason, word, why) => {
  expect(stateWords(state, reason, false)).toEqual({ state: word, reason: why })
})

it('calls a VM saved only when it is off and has a managed save image', () => {
  expect(stateWords(DomainState.SHUTOFF, 5, true).state).toBe('saved')
  expect(stateWords(DomainState.SHUTOFF, 5, false)).toEqual({ state: 'shut-off', reason: 'saved' })
  expect(stateWords(DomainState.RUNNING, 1, true).state).toBe('running')
})

it('does not stumble over numbers of a newer libvirt', () => {
  expect(stateWords(99, 0, false)).toEqual({ state: 'unknown', reason: null })
  expect(stateWords(DomainState.RUNNING, 99, false)).toEqual({ state: 'running', reason: null })
})

it.each([
  [DomainState.RUNNING, -1, true],
  [DomainState.PAUSED, 7, true],
  [DomainState.SHUTOFF, 7, false],
  [DomainState.CRASHED, 7, true],
  [DomainState.CRASHED, -1, false],
  [DomainState.NOSTATE, 7, true],
])('believes virDomainState %i before the id %i of a moment earlier', (state, id, active) => {
  expect(isActive(state, id)).toBe(active)
})

import { expect, it } from 'vitest'
import type { FleetHost } from '../hosts/fleet.ts'
import { findVm } from './find-vm.ts'

const twins = new Set(['web'])

/** A host that has the VM in this state; `lost` where the host itself is out of reach. */
const having = (name: string, state: 'running' | 'paused' | 'shut off', lost = false) =>
  ({
    host: { id: name, name },
    vms: [{ id: 'web', host: name, state, active: state !== 'shut off' }],
    staleSince: lost ? '2026-11-29T00:00:00.000Z' : null,
  }) as unknown as FleetHost

const shownOf = (hosts: readonly FleetHost[], host: string | null = null) =>
  findVm(hosts, { id: 'web', host }, twins)?.vm.host

it.each([
  ['while it comes in there', having('a', 'running'), having('b', 'paused'), 'a'],
  ['once it runs there', having('a', 'paused'), having('b', 'running'), 'b'],
  ['where its definition stayed behind', having('a', 'shut off'), having('b', 'running'), 'b'],
  ['where the old host was lost', having('a', 'running', true), having('b', 'running'), 'b'],
  ['where the other host only knows it', having('a', 'running', true), having('b', 'shut off'), 'a'],
])('shows a VM that moves from a to b at the right one: %s', (_, a, b, right) => {
  expect(shownOf([a, b])).toBe(right)
  expect(shownOf([b, a])).toBe(right)
})

it('shows the one on the named host, until that host has it no more', () => {
  expect(shownOf([having('a', 'shut off'), having('b', 'running')], 'a')).toBe('a')
  expect(shownOf([having('b', 'running')], 'a')).toBe('b')
  expect(findVm([having('b', 'running')], { id: 'other', host: null }, twins)).toBeNull()
})

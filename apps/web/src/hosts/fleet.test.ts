import type { Host, Vm } from '@porthole/contract'
import { expect, it } from 'vitest'
import { parseFilter } from '../filter/parse-filter.ts'
import { type FleetHost, filterFleet, staleSince, twinsOf } from './fleet.ts'

const host = (name: string, state: Host['state'] = 'connected', lastSeen: string | null = '2026-01-01T12:00:00Z') =>
  ({ id: name, name, state, lastSeen }) as Host
const hostOf: Record<string, string> = { 'web-01': 'alpha', db: 'alpha', 'web-02': 'beta' }
const vm = (name: string, state: Vm['state'] = 'running') =>
  ({
    id: `id-${name}`,
    host: hostOf[name],
    name,
    title: null,
    state,
    ips: [],
    macs: [],
    tags: [],
    folder: null,
  }) as unknown as Vm
const group = (on: Host, ...vms: Vm[]): FleetHost => ({
  host: on,
  vms,
  all: vms.length,
  on: vms.length,
  staleSince: null,
})

const fleet = [
  group(host('alpha'), vm('web-01'), vm('db', 'paused')),
  group(host('beta'), vm('web-02')),
  group(host('bare')),
]
const shown = { hosts: fleet, vms: fleet.flatMap(({ vms }) => vms), folders: new Map<string, string>() }
const found = (query: string) =>
  filterFleet(shown, parseFilter(query), () => null).hosts.map(({ host, vms }) => [
    host.name,
    ...vms.map(({ name }) => name),
  ])

it('filters by name, state, UUID and host, all words at once', () => {
  expect(found('web')).toEqual([
    ['alpha', 'web-01'],
    ['beta', 'web-02'],
  ])
  expect(found('WEB beta')).toEqual([['beta', 'web-02']])
  expect(found('paused')).toEqual([['alpha', 'db']])
  expect(found('id-db')).toEqual([['alpha', 'db']])
  expect(found('nothing such')).toEqual([])
})

it('shows a host that is found by its own name, with all its VMs, also when it has none', () => {
  expect(found('alpha')).toEqual([['alpha', 'web-01', 'db']])
  expect(found('bare')).toEqual([['bare']])
})

it('leaves everything where nothing is asked', () => {
  expect(found('  ')).toHaveLength(3)
})

it('is stale since the earlier of the two breaks, and live without one', () => {
  const live = { status: 'live', since: '2026-01-01T10:00:00Z' } as const
  const away = { status: 'away', since: '2026-01-01T13:00:00Z' } as const
  expect(staleSince(host('a'), live)).toBeNull()
  expect(staleSince(host('a'), away)).toBe('2026-01-01T13:00:00Z')
  expect(staleSince(host('a', 'away'), live)).toBe('2026-01-01T12:00:00Z')
  expect(staleSince(host('a', 'away'), away)).toBe('2026-01-01T12:00:00Z')
  expect(staleSince(host('a', 'connecting'), live)).toBe('2026-01-01T12:00:00Z')
  expect(staleSince(host('a', 'away', null), live)).toBeNull()
})

it('finds the UUIDs that more than one host has', () => {
  expect(twinsOf([vm('a'), vm('b'), vm('a'), vm('c')])).toEqual(new Set(['id-a']))
})

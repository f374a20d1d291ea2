import type { Host, Vm } from '@porthole/contract'
import { expect, it } from 'vitest'
import type { VmFigures } from '../api/vm-stats.ts'
import { byName, leastWidth, readSort, sorted, usualColumns, writeSort } from './columns.ts'
import type { FleetHost } from './fleet.ts'
import { tableItems } from './table-items.ts'

const vm = (host: string, name: string, memoryKiB = 1, rest: Partial<Vm> = {}) =>
  ({ id: name, host, name, memoryKiB, folder: null, tags: [], ...rest }) as Vm
const group = (name: string, vms: Vm[], problem: Host['problem'] = null) =>
  ({ host: { id: name, name, problem }, vms, all: vms.length, on: 0, staleSince: null }) as unknown as FleetHost

const b = vm('one', 'b', 5)
const d = vm('one', 'd', 9, { folder: 'f1', tags: ['prod', 'web'] })
const a = vm('two', 'a', 7, { folder: 'f1' })
const fleet = {
  hosts: [
    group('one', [b, d]),
    group('three', [], { code: 'HOST_AWAY', message: 'away' } as Host['problem']),
    group('two', [a]),
  ],
  vms: [a, b, d],
  folders: new Map([['f1', 'lab/builders']]),
}
const cpus: Record<string, number> = { 'one/b': 3, 'two/a': 50 }
const wanted = {
  sort: byName,
  grouping: 'host',
  figuresOf: (key: string) => (key in cpus ? ({ cpu: cpus[key] } as VmFigures) : null),
  failures: new Set<string>(),
} as const
const keys = (more: object) => tableItems(fleet, { ...wanted, ...more }).map(({ key }) => key)

it('heads the VMs of each host with what it is, what is wrong with it, and that it has none', () => {
  const away = ['host three', 'problem three', 'nothing three']
  expect(keys({})).toEqual(['host one', 'one/b', 'one/d', ...away, 'host two', 'two/a'])
})

it('sorts within each host, and what failed stands below its VM', () => {
  expect(keys({ sort: { by: 'memory', down: true }, failures: new Set(['one/d']) }).slice(0, 4)).toEqual([
    'host one',
    'one/d',
    'failure one/d',
    'one/b',
  ])
})

it('makes one list of all hosts, and does not hide what is wrong with one', () => {
  const away = ['host three', 'problem three']
  expect(keys({ grouping: 'none' })).toEqual([...away, 'two/a', 'one/b', 'one/d'])
  expect(keys({ grouping: 'none', sort: { by: 'memory', down: false } })).toEqual([...away, 'one/b', 'two/a', 'one/d'])
})

it('puts those of a folder, and those with the same tags, under one title, and those without last', () => {
  const away = ['host three', 'problem three']
  expect(keys({ grouping: 'folder' })).toEqual([
    ...away,
    'group lab/builders',
    'two/a',
    'one/d',
    'group In no folder',
    'one/b',
  ])
  expect(keys({ grouping: 'tag' })).toEqual([
    ...away,
    'group prod · web',
    'one/d',
    'group Without tags',
    'two/a',
    'one/b',
  ])
})

it('puts what is not known last, whichever way it is sorted', () => {
  const sort = (down: boolean) => keys({ grouping: 'none', sort: { by: 'cpu', down } }).slice(2)
  expect(sort(true)).toEqual(['two/a', 'one/b', 'one/d'])
  expect(sort(false)).toEqual(['one/b', 'two/a', 'one/d'])
})

it('reads the order from an address as it wrote it, and no other', () => {
  expect(readSort(writeSort({ by: 'cpu', down: true }))).toEqual({ by: 'cpu', down: true })
  expect(readSort('memory')).toEqual({ by: 'memory', down: false })
  expect(readSort('-nothing')).toBeNull()
  expect(readSort(null)).toBeNull()
})

it('leaves equal ones by name, and gives every column its room', () => {
  const subjects = [a, b, d].map(each => ({ vm: each, hostName: 'x', folder: null, figures: null }))
  expect(sorted(subjects, { by: 'host', down: true })).toEqual(subjects)
  expect(leastWidth(['name', 'uuid'])).toBeGreaterThan(leastWidth(['name']))
  expect(usualColumns).toContain('name')
})

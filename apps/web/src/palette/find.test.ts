import type { Host, Vm } from '@porthole/contract'
import { expect, it } from 'vitest'
import { find } from './find.ts'

const vm = (name: string, rest: Partial<Vm> = {}) =>
  ({
    ...{ id: `id-${name}`, host: 'h', name, title: null, state: 'running', active: true },
    ...{ ips: [], macs: [], tags: [], diskPaths: [], can: [], ...rest },
  }) as unknown as Vm
const vms = [
  vm('db-01', {
    ips: ['10.0.0.7'],
    macs: ['52:54:00:aa:bb:cc'],
    diskPaths: ['/srv/images/left.qcow2'],
    tags: ['prod'],
  }),
  vm('web-01', { id: 'b7c1a0de-0000-4000-8000-000000000000', ips: ['10.0.0.70'] }),
  vm('old-web', { notes: 'Ask Ann first' }),
]
const hosts = [{ id: 'h', name: 'web-host', uri: 'qemu+ssh://root@rack4/system', node: null } as unknown as Host]
const places = [{ label: 'Add host', path: '/hosts/new' }]
const pools = [
  { host: 'h', name: 'web-images' },
  { host: 'h', name: 'default' },
]
const networks = [{ host: 'h', name: 'default' }]
const labels = (text: string) =>
  find(text, { vms, hosts, places, pools, networks }).map(found => {
    if (found.kind === 'vm') return found.vm.name
    if (found.kind === 'act') return `${found.act} ${found.vm.name}`
    if ('name' in found) return `${found.kind} ${found.name}`
    return found.kind === 'host' ? found.host.name : found.kind === 'tag' ? `#${found.tag}` : found.place.label
  })

it.each([
  ['web', ['web-host', 'web-01', 'pool web-images', 'old-web']],
  ['default', ['pool default', 'network default']],
  ['default web-h', ['pool default', 'network default']],
  ['web-01', ['web-01']],
  ['10.0.0.7', ['db-01', 'web-01']],
  ['52:54:00:AA', ['db-01']],
  ['b7c1a0de', ['web-01']],
  ['left.qcow2', ['db-01']],
  ['ask ann', ['old-web']],
  ['prod', ['#prod']],
  ['rack4', ['web-host']],
  ['host', ['web-host', 'Add host']],
  ['', ['Add host']],
  ['no such', []],
])('%s finds %j', (text, names) => {
  expect(labels(text)).toEqual(names)
})

it('does what is asked of the VM that is named after it', () => {
  expect(labels('start web')).toEqual(['startVm web-01', 'startVm old-web'])
  expect(labels('shut down db')).toEqual(['shutDownVm db-01'])
  expect(labels('cons 10.0.0.70')).toEqual(['openConsole web-01'])
  expect(labels('start')).toEqual([])
})

it('keeps up with ten thousand', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => vm(`machine-${i}`))
  expect(find('machine-9999', { vms: many, hosts, places, pools, networks })[0]).toMatchObject({
    vm: { name: 'machine-9999' },
  })
  expect(find('machine', { vms: many, hosts, places, pools, networks })).toHaveLength(12)
})

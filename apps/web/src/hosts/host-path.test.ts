import { expect, it } from 'vitest'
import { hostOfPath, hostPath } from './host-path.ts'

const hosts = ['kvm-03', 'kvm.example.org', 'rack 4 / left', 'new', '-x', 'Zürich'].map(name => ({
  id: `id-of-${name}`,
  name,
}))

it('leads from every host to itself', () => {
  for (const host of hosts) {
    const path = hostPath({ ...host, id: encodeURIComponent(host.id) })
    expect(path.split('/')).toHaveLength(3)
    expect(hostOfPath(path, hosts)).toBe(host)
  }
})

it('names a host by its name where one can type that', () => {
  expect(hosts.map(hostPath).slice(0, 2)).toEqual(['/hosts/kvm-03', '/hosts/kvm.example.org'])
  expect(hostPath({ id: '1', name: 'new' })).toBe('/hosts/1')
  expect(hostOfPath('/hosts/absent', hosts)).toBeNull()
})

import { promisify } from 'node:util'
import { connect, tcpTransport } from '@porthole/libvirt'
import { expect, it } from 'vitest'
import { PermittedNetworks } from './permitted-networks.ts'

const usual = new PermittedNetworks([])
const look = (networks: PermittedNetworks, name: string, all = true) =>
  promisify((done: (error: Error | null, found: unknown) => void) => networks.lookup(name, { all }, done))()

it.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  'fd00:ec2::254',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  'ff02::1',
  'ff02::1%lo',
  '255.255.255.255',
])('lets nobody go to %s', address => {
  expect(usual.permits(address)).toBe(false)
  expect(() => usual.check(address)).toThrow(/PORTHOLE_HOST_NETWORKS/)
})

it.each(['10.0.0.1', '127.0.0.1', '::1', 'fe80::1%eth0', '2001:db8::1', 'kvm-03'])('lets one go to %s', host => {
  expect(usual.permits(host)).toBe(true)
})

// Names that the system itself turns into the address of a metadata service.
it.each(['2852039166', '0xa9.0xfea9fe', '169.16689662'])('looks at what the name %s leads to', async name => {
  expect(usual.permits(name)).toBe(true)
  await expect(look(usual, name)).rejects.toMatchObject({
    reason: 'permission',
    message: expect.stringContaining(name),
  })
  const transport = tcpTransport({ host: name, lookup: usual.lookup, openWithinMs: 2000 })
  await expect(connect({ transport, uri: 'qemu:///system' })).rejects.toMatchObject({ reason: 'permission' })
})

it('goes only where the installation says, when it says so', async () => {
  const lab = new PermittedNetworks(['10.77.0.0/16', 'fd00:77::/32', '169.254.1.1'])
  expect(['10.77.3.4', 'fd00:77::1', '169.254.1.1'].map(address => lab.permits(address))).toEqual([true, true, true])
  expect(['10.78.0.1', '127.0.0.1', '169.254.1.2', 'fd00:78::1'].some(address => lab.permits(address))).toBe(false)
  await expect(look(lab, 'localhost')).rejects.toMatchObject({ reason: 'permission' })
})

it('answers as the system does otherwise', async () => {
  expect(await look(usual, 'localhost')).toContainEqual({ address: '127.0.0.1', family: 4 })
  expect(await look(usual, '127.0.0.1', false)).toBe('127.0.0.1')
  await expect(look(usual, 'no-such-host.invalid')).rejects.toMatchObject({ syscall: 'getaddrinfo' })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../../../e2e/lab/private-libvirt.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { getAccelerators } from '../hosts/get-accelerators.ts'
import { listHosts } from '../hosts/list-hosts.ts'
import { listNetworks } from '../networks/list-networks.ts'
import { createPool } from './create-pool.ts'
import { listPools } from './list-pools.ts'
import { listVolumes } from './list-volumes.ts'

const admin = caller()
const nfs = { kind: 'netfs', host: 'nas', dir: '/x', path: '/var/lib/libvirt/images/x' } as const
let libvirt: PrivateLibvirt
let live: LiveCore
let host: string
// A daemon of its own: what another pool would do to those who look at the shared test driver is not theirs to know.
beforeAll(async () => {
  libvirt = await startPrivateLibvirt()
  live = await liveCore(`test:///default?socket=${libvirt.socket}`)
  host = live.link.id
})
afterAll(async () => {
  await live[Symbol.asyncDispose]()
  await libvirt.stop()
})

it('lists pools with room and use, and the test driver’s pool holds no file of ours', async () => {
  const { pools } = await listPools(live.core, { host }, admin)
  expect(pools).toContainEqual({
    name: 'default-pool',
    type: 'dir',
    active: true,
    autostart: false,
    persistent: true,
    path: '/default-pool',
    capacity: 107374182400,
    available: 107374182400,
    formats: ['qcow2', 'raw'],
    canManage: true,
  })
  expect(await listVolumes(live.core, { host, pool: 'default-pool' }, admin)).toEqual({ volumes: [] })
  await expect(listVolumes(live.core, { host, pool: 'nowhere' }, admin)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('"nowhere"'),
  })
})

it('makes a pool among the images of a host for who manages storage, and elsewhere for who manages the host', async () => {
  const wish = { host, pool: 'default', start: true, autostart: true } as const
  const source = (path: string) => ({ kind: 'dir', path }) as const
  const manager = caller(['host.see', 'storage.see', 'storage.manage'])
  for (const elsewhere of [source('/etc'), source('/var/lib/libvirt/images-of-others'), nfs]) {
    const refused = createPool(live.core, { ...wish, source: elsewhere }, manager)
    await expect(refused).rejects.toMatchObject({ code: 'NOT_ALLOWED', data: { permission: 'host.manage' } })
  }
  await createPool(live.core, { ...wish, source: source('/var/lib/libvirt/images') }, manager)
  const { pools } = await listPools(live.core, { host }, manager)
  expect(pools.find(({ name }) => name === 'default')).toMatchObject({
    ...{ active: true, autostart: true, persistent: true, path: '/var/lib/libvirt/images' },
  })

  const { pool } = await live.link.call('storagePoolLookupByName', { name: 'default' })
  await live.link.call('storagePoolDestroy', { pool })
  await expect(listVolumes(live.core, { host, pool: 'default' }, admin)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await live.link.call('storagePoolUndefine', { pool })
})

it('lists networks', async () => {
  const { networks } = await listNetworks(live.core, { host }, admin)
  expect(networks).toContainEqual({
    ...{ name: 'default', active: true, autostart: false, persistent: true, mode: 'nat', bridge: 'virbr0' },
    ...{ device: null, domain: null, canManage: true },
    subnets: [
      {
        ...{ subnet: '192.168.122.0/24', address: '192.168.122.1' },
        ranges: [{ start: '192.168.122.2', end: '192.168.122.254' }],
      },
    ],
  })
})

it('says that a driver without QEMU offers nothing to run a new VM with', async () => {
  await expect(getAccelerators(live.core, { host }, admin)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
})

it('finds emulation on QEMU', async () => {
  await using qemu = await liveCore('qemu:///system')
  const offered = await getAccelerators(qemu.core, { host: qemu.link.id }, admin)
  expect(offered).toMatchObject({ arch: expect.any(String), machine: expect.any(String), tcg: { offered: true } })
  expect(offered.maxVcpus).toBeGreaterThan(1)
})

it('lists hosts only to those who may see them', async () => {
  expect(await listHosts(live.core, {}, caller(['host.see']))).toMatchObject({
    hosts: [{ id: host, state: 'connected', can: ['host.see'] }],
    thisMachine: null,
  })
  expect((await listHosts(live.core, {}, caller([]))).hosts).toEqual([])
})

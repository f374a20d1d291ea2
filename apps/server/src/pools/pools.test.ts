import { afterAll, beforeAll, expect, it } from 'vitest'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { getAccelerators } from '../hosts/get-accelerators.ts'
import { listHosts } from '../hosts/list-hosts.ts'
import { listNetworks } from '../networks/list-networks.ts'
import { createDefaultPool } from './create-default-pool.ts'
import { listPools } from './list-pools.ts'
import { listVolumes } from './list-volumes.ts'

const admin = caller()
let live: LiveCore
let host: string
beforeAll(async () => {
  live = await liveCore('test:///default')
  host = live.link.id
})
afterAll(() => live[Symbol.asyncDispose]())

it('lists pools with room and use, and the test driver’s pool holds no file of ours', async () => {
  const { pools } = await listPools(live.core, { host }, admin)
  expect(pools).toContainEqual({
    name: 'default-pool',
    type: 'dir',
    active: true,
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

it('makes the pool "default" where there is none, once', async () => {
  expect(await createDefaultPool(live.core, { host }, admin)).toEqual({ name: 'default' })
  const { pools } = await listPools(live.core, { host }, admin)
  expect(pools.find(({ name }) => name === 'default')).toMatchObject({ active: true, path: '/var/lib/libvirt/images' })
  await expect(createDefaultPool(live.core, { host }, admin)).rejects.toMatchObject({ code: 'NAME_TAKEN' })

  const { pool } = await live.link.call('storagePoolLookupByName', { name: 'default' })
  await live.link.call('storagePoolDestroy', { pool })
  await expect(listVolumes(live.core, { host, pool: 'default' }, admin)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await live.link.call('storagePoolUndefine', { pool })
})

it('lists networks', async () => {
  const { networks } = await listNetworks(live.core, { host }, admin)
  expect(networks).toContainEqual({ name: 'default', active: true, autostart: false, mode: 'nat', bridge: 'virbr0' })
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

// Storage pools of folders, on QEMU's host.
import { mkdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectListAllStoragePoolsFlags, ErrorNumber, StoragePoolEventLifecycleType } from '../constants.gen.ts'
import type { StoragePool } from '../protocol/structures.gen.ts'

const prefix = 't-proof-pool'
let host: ProofHost
let connection: Connection
let pool: StoragePool
const xml = (name: string) =>
  `<pool type='dir'><name>${name}</name><target><path>${host.folder}/${name}</path></target></pool>`

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  pool = (await connection.call('storagePoolDefineXml', { xml: xml(prefix) })).pool
}, probeMs)
afterAll(() => host?.close())

const info = async (name = prefix) => fieldsOf(await host.virsh('pool-info', '--bytes', name))
const ours = (names: readonly string[]) => names.filter(name => name.startsWith(prefix)).sort()

test('a definition is seen by virsh, as the same text', async () => {
  expect(await info()).toMatchObject({ Name: prefix, UUID: pool.uuid, State: 'inactive', Persistent: 'yes' })
  const { xml } = await connection.call('storagePoolGetXmlDesc', { pool })
  expect(xml.trimEnd()).toBe(await host.virsh('pool-dumpxml', prefix))
  expect(await connection.call('storagePoolIsPersistent', { pool })).toEqual({ persistent: 1 })
  expect(await connection.call('storagePoolIsActive', { pool })).toEqual({ active: 0 })
})

test('it is found by its name and its UUID', async () => {
  const uuid = await host.virsh('pool-uuid', prefix)
  expect(await connection.call('storagePoolLookupByName', { name: prefix })).toEqual({ pool: { name: prefix, uuid } })
  expect(await connection.call('storagePoolLookupByUuid', { uuid })).toEqual({ pool })
  expect(await host.virsh('pool-name', pool.uuid)).toBe(prefix)
  const nobody = connection.call('storagePoolLookupByName', { name: `${prefix}-none` })
  await expect(nobody).rejects.toMatchObject({ code: ErrorNumber.NO_STORAGE_POOL })
  await expect(host.virsh('pool-uuid', `${prefix}-none`)).rejects.toThrow(/failed to get pool/)
})

test('autostart, both ways', async () => {
  await connection.call('storagePoolSetAutostart', { pool, autostart: 1 })
  expect((await info()).Autostart).toBe('yes')
  await host.virsh('pool-autostart', prefix, '--disable')
  expect(await connection.call('storagePoolGetAutostart', { pool })).toEqual({ autostart: 0 })
})

test('build and start are seen by virsh; what virsh stops and starts is heard', async () => {
  const { messages, until, stop } = await hear(connection, 'storagePoolLifecycle', { only: pool })
  await connection.call('storagePoolBuild', { pool })
  await connection.call('storagePoolCreate', { pool })
  expect((await info()).State).toBe('running')
  expect(await connection.call('storagePoolIsActive', { pool })).toEqual({ active: 1 })
  await host.virsh('pool-destroy', prefix)
  await host.virsh('pool-start', prefix)
  await until(({ event }) => event === StoragePoolEventLifecycleType.STOPPED)
  await until(() => messages.length === 4)
  const { CREATED, STARTED, STOPPED } = StoragePoolEventLifecycleType
  expect(messages.map(({ event }) => event)).toEqual([CREATED, STARTED, STOPPED, STARTED])
  await stop()
})

test('its size, to the byte', async () => {
  // Others write to this file system too, so ours lies between two of virsh's where it moves.
  const before = await info()
  const ours = await connection.call('storagePoolGetInfo', { pool })
  const after = await info()
  expect(String(ours.capacity)).toBe(before.Capacity)
  const within = [Number(before.Allocation), Number(after.Allocation)].sort((a, b) => a - b) as [number, number]
  expect(ours.allocation).toBeGreaterThanOrEqual(within[0])
  expect(ours.allocation).toBeLessThanOrEqual(within[1])
  expect(Number(ours.capacity) - Number(ours.allocation)).toBe(ours.available)
  expect(ours.state).toBe(2)
})

test('refresh finds a file, and both refreshes are heard', async () => {
  const heard = await hear(connection, 'storagePoolRefresh', { only: pool })
  const names = async () => (await connection.call('storagePoolListVolumes', { pool })).names
  expect(await names()).toEqual([])
  await writeFile(`${host.folder}/${prefix}/found.raw`, Buffer.alloc(4096))
  await connection.call('storagePoolRefresh', { pool })
  expect(await names()).toEqual(['found.raw'])
  expect(await host.virsh('vol-list', prefix)).toContain('found.raw')
  await host.virsh('pool-refresh', prefix)
  await heard.until(() => heard.messages.length === 2)
  await heard.stop()
})

test('the lists', async () => {
  const names = async (...flags: string[]) =>
    ours((await host.virsh('pool-list', '--name', ...flags)).split('\n').map(name => name.trim()))
  const { pools, ret } = await connection.call('connectListAllStoragePools')
  expect(ret).toBe(pools.length)
  expect(ours(pools.map(({ name }) => name))).toEqual(await names('--all'))
  const folders = await connection.call('connectListAllStoragePools', { flags: ConnectListAllStoragePoolsFlags.DIR })
  expect(ours(folders.pools.map(({ name }) => name))).toEqual(await names('--all', '--type', 'dir'))
  expect(ours((await connection.call('connectListStoragePools')).names)).toEqual(await names())
  expect(ours((await connection.call('connectListDefinedStoragePools')).names)).toEqual(await names('--inactive'))
  expect((await connection.call('connectNumOfStoragePools')).num).toBeGreaterThan(0)
  expect((await connection.call('connectNumOfDefinedStoragePools')).num).toBeGreaterThanOrEqual(0)
})

test('what kinds of pools there are, and what could be one', async () => {
  const { capabilities } = await connection.call('connectGetStoragePoolCapabilities')
  expect(capabilities.trimEnd()).toBe(await host.virsh('pool-capabilities'))
  const { xml } = await connection.call('connectFindStoragePoolSources', { type: 'logical', srcSpec: null })
  expect(xml.trimEnd()).toBe(await host.virsh('find-storage-pool-sources', 'logical'))
  const nowhere = connection.call('connectFindStoragePoolSources', { type: 'netfs', srcSpec: null })
  await expect(nowhere).rejects.toMatchObject({ code: ErrorNumber.INVALID_ARG })
})

test('stop, delete and undefine are seen by virsh', async () => {
  await host.virsh('vol-delete', 'found.raw', prefix)
  await connection.call('storagePoolDestroy', { pool })
  expect((await info()).State).toBe('inactive')
  await connection.call('storagePoolDelete', { pool })
  await expect(host.virsh('pool-start', prefix)).rejects.toThrow(/No such file/)
  await connection.call('storagePoolUndefine', { pool })
  await expect(info()).rejects.toThrow(/failed to get pool/)
})

test('transient pools, made by us and by virsh', async () => {
  const name = `${prefix}-transient`
  await mkdir(`${host.folder}/${name}`)
  const { pool: made } = await connection.call('storagePoolCreateXml', { xml: xml(name) })
  expect(await info(name)).toMatchObject({ State: 'running', Persistent: 'no' })
  const path = `${host.folder}/${name}`
  expect(await connection.call('storagePoolLookupByTargetPath', { path })).toEqual({ pool: made })
  await host.virsh('pool-destroy', name)
  await host.virsh('pool-create', await host.file(xml(name)))
  const { pool: theirs } = await connection.call('storagePoolLookupByName', { name })
  expect(await connection.call('storagePoolIsPersistent', { pool: theirs })).toEqual({ persistent: 0 })
  await connection.call('storagePoolDestroy', { pool: theirs })
})

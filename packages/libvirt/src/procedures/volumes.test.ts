// Volumes of a folder pool, on QEMU's host.
import { readFile, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ErrorNumber } from '../constants.gen.ts'
import type { StoragePool, StorageVol } from '../protocol/structures.gen.ts'

const prefix = 't-proof-vol'
let host: ProofHost
let connection: Connection
let pool: StoragePool
let vol: StorageVol
const xml = (name: string, format = 'raw') =>
  `<volume><name>${name}</name><capacity unit='KiB'>64</capacity><target><format type='${format}'/></target></volume>`

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  const poolXml = `<pool type='dir'><name>${prefix}</name><target><path>${host.folder}</path></target></pool>`
  pool = (await connection.call('storagePoolCreateXml', { xml: poolXml })).pool
  vol = (await connection.call('storageVolCreateXml', { pool, xml: xml('disk.raw') })).vol
}, probeMs)
afterAll(() => host?.close())

const names = async () => rowsOf(await host.virsh('vol-list', prefix)).map(([name]) => name)
const info = async (name: string) => fieldsOf(await host.virsh('vol-info', '--bytes', name, prefix))

test('made by us, seen by virsh', async () => {
  expect(await names()).toContain('disk.raw')
  const told = await info('disk.raw')
  const { type, capacity, allocation } = await connection.call('storageVolGetInfo', { vol })
  expect(told).toMatchObject({ Type: 'file', Capacity: `${capacity} bytes`, Allocation: `${allocation} bytes` })
  expect({ type, capacity }).toEqual({ type: 0, capacity: 65_536 })
  const physical = await connection.call('storageVolGetInfoFlags', { vol, flags: 1 })
  expect(fieldsOf(await host.virsh('vol-info', '--bytes', '--physical', 'disk.raw', prefix)).Physical).toBe(
    `${physical.allocation} bytes`,
  )
  const { xml } = await connection.call('storageVolGetXmlDesc', { vol })
  expect(xml.trimEnd()).toBe(await host.virsh('vol-dumpxml', 'disk.raw', prefix))
})

test('made by virsh, seen by us', async () => {
  await host.virsh('vol-create', prefix, await host.file(xml('virsh.qcow2', 'qcow2')))
  const { vol: theirs } = await connection.call('storageVolLookupByName', { pool, name: 'virsh.qcow2' })
  expect((await connection.call('storageVolGetInfo', { vol: theirs })).capacity).toBe(65_536)
  await connection.call('storageVolDelete', { vol: theirs })
  expect(await names()).not.toContain('virsh.qcow2')
})

test('it is found by name, key and path, and its pool by it', async () => {
  const path = await host.virsh('vol-path', 'disk.raw', '--pool', prefix)
  const key = await host.virsh('vol-key', 'disk.raw', '--pool', prefix)
  expect(vol).toEqual({ pool: prefix, name: 'disk.raw', key })
  expect(await connection.call('storageVolGetPath', { vol })).toEqual({ name: path })
  expect(await connection.call('storageVolLookupByName', { pool, name: 'disk.raw' })).toEqual({ vol })
  expect(await connection.call('storageVolLookupByPath', { path })).toEqual({ vol })
  expect(await connection.call('storageVolLookupByKey', { key })).toEqual({ vol })
  expect(await connection.call('storagePoolLookupByVolume', { vol })).toEqual({ pool })
  expect(await host.virsh('vol-pool', path)).toBe(prefix)
  const none = connection.call('storageVolLookupByName', { pool, name: 'none' })
  await expect(none).rejects.toMatchObject({ code: ErrorNumber.NO_STORAGE_VOL })
})

test('the lists', async () => {
  const { vols } = await connection.call('storagePoolListAllVolumes', { pool })
  const told = (await names()).sort()
  expect(vols.map(({ name }) => name).sort()).toEqual(told)
  expect((await connection.call('storagePoolListVolumes', { pool })).names.sort()).toEqual(told)
  expect((await connection.call('storagePoolNumOfVolumes', { pool })).num).toBe(told.length)
})

test('what we upload comes down through virsh', async () => {
  const bytes = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 11) & 255))
  const { stream } = await connection.writeStream('storageVolUpload', { vol, offset: 0, length: 65_536 })
  await pipeline(Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]), stream)
  const target = `${host.folder}/downloaded`
  await host.virsh('vol-download', 'disk.raw', target, '--pool', prefix)
  expect((await readFile(target)).equals(bytes)).toBe(true)
})

test('what was uploaded by virsh comes down through us', async () => {
  const source = `${host.folder}/source`
  const bytes = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7) & 255))
  await writeFile(source, bytes)
  await host.virsh('vol-upload', 'disk.raw', source, '--pool', prefix)
  const { stream } = await connection.readStream('storageVolDownload', { vol, offset: 0, length: 0 })
  expect((await buffer(stream)).equals(bytes)).toBe(true)
  const part = await connection.readStream('storageVolDownload', { vol, offset: 1000, length: 24 })
  expect(await buffer(part.stream)).toEqual(bytes.subarray(1000, 1024))
})

test('a copy has the same bytes', async () => {
  const { vol: copy } = await connection.call('storageVolCreateXmlFrom', { pool, xml: xml('copy.raw'), clonevol: vol })
  const target = `${host.folder}/target`
  await host.virsh('vol-download', 'copy.raw', target, '--pool', prefix)
  expect(await readFile(target)).toEqual(await readFile(vol.key))
  await host.virsh('vol-clone', 'disk.raw', 'clone.raw', '--pool', prefix)
  const { vol: clone } = await connection.call('storageVolLookupByName', { pool, name: 'clone.raw' })
  for (const gone of [copy, clone]) await connection.call('storageVolDelete', { vol: gone })
  expect(await names()).not.toContain('clone.raw')
})

test('another size, ours and that of virsh', async () => {
  await connection.call('storageVolResize', { vol, capacity: 131_072 })
  expect((await info('disk.raw')).Capacity).toBe('131072 bytes')
  await host.virsh('vol-resize', 'disk.raw', '262144', '--pool', prefix)
  expect((await connection.call('storageVolGetInfo', { vol })).capacity).toBe(262_144)
})

test('wiped clean', async () => {
  await connection.call('storageVolWipe', { vol })
  expect((await readFile(vol.key)).some(byte => byte !== 0)).toBe(false)
  await host.virsh('vol-wipe', 'disk.raw', prefix)
  await connection.call('storageVolWipePattern', { vol, algorithm: 0 })
})

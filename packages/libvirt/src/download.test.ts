// A volume of a real pool, read through a stream whose reader is slower than the daemon.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import type { StoragePool, StorageVol } from './protocol/structures.gen.ts'
import { unixTransport } from './transports/unix.ts'

const size = 16 * 1024 * 1024
const content = randomBytes(size)
const folder = mkdtempSync(join(tmpdir(), 'libvirt-pool-'))
let connection: Connection
let pool: StoragePool
let vol: StorageVol

beforeAll(async () => {
  connection = await connect({ transport: unixTransport(), uri: 'qemu:///system' })
  writeFileSync(join(folder, 'disk.raw'), content)
  const xml = `<pool type='dir'><name>t-rpc-pool-${process.pid}</name><target><path>${folder}</path></target></pool>`
  pool = (await connection.call('storagePoolCreateXml', { xml, flags: 0 })).pool
  vol = (await connection.call('storageVolLookupByName', { pool, name: 'disk.raw' })).vol
})

afterAll(async () => {
  if (!connection) return // there is no libvirt; connecting said so
  await connection.call('storagePoolDestroy', { pool })
  await connection.close()
  rmSync(folder, { recursive: true })
})

const download = async () =>
  (await connection.readStream('storageVolDownload', { vol, offset: 0, length: 0, flags: 0 })).stream

test('a slow reader gets every byte in order', async () => {
  let read = 0
  for await (const chunk of await download()) {
    expect(content.subarray(read, read + chunk.length).equals(chunk)).toBe(true)
    read += chunk.length
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(read).toBe(size)
})

test('after leaving a download early the connection goes on at once', async () => {
  for await (const chunk of await download()) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(await connection.call('storageVolGetInfo', { vol })).toMatchObject({ capacity: size })
})

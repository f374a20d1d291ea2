// Volumes of a real pool, there and back; and that the daemon keeps nothing open afterwards.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { receiveFile, sendFile } from './file-transfer.ts'
import type { StoragePool, StorageVol } from './protocol/structures.gen.ts'
import { Hole } from './remote-stream.ts'
import { unixTransport } from './transports/unix.ts'

const mebibyte = 1_048_576
const folder = mkdtempSync(join(tmpdir(), 'libvirt-volumes-'))
const sparse = 1
let connection: Connection
let pool: StoragePool

beforeAll(async () => {
  connection = await connect({ transport: unixTransport(), uri: 'qemu:///system' })
  const xml = `<pool type='dir'><name>t-volumes-${process.pid}</name><target><path>${folder}</path></target></pool>`
  pool = (await connection.call('storagePoolCreateXml', { xml })).pool
})

afterAll(async () => {
  if (!connection) return // there is no libvirt; connecting said so
  await connection.call('storagePoolDestroy', { pool })
  await connection.close()
  rmSync(folder, { recursive: true })
})

const newVolume = async (name: string, bytes: number): Promise<StorageVol> => {
  const xml = `<volume><name>${name}</name><allocation>0</allocation><capacity>${bytes}</capacity></volume>`
  return (await connection.call('storageVolCreateXml', { pool, xml })).vol
}
const upload = async (vol: StorageVol, length: number, flags = 0, signal?: AbortSignal) =>
  (await connection.writeStream('storageVolUpload', { vol, offset: 0, length, flags }, signal ? { signal } : {})).stream
const download = async (vol: StorageVol, flags = 0) =>
  (await connection.readStream('storageVolDownload', { vol, offset: 0, length: 0, flags })).stream

test('what is uploaded is in the file when the pipeline is done, and comes back the same', async () => {
  const content = randomBytes(5 * mebibyte + 3)
  const vol = await newVolume('there', content.length)
  const stream = await upload(vol, content.length)
  const progress: number[] = []
  stream.on('progress', bytes => progress.push(bytes))
  await pipeline(Readable.from([content.subarray(0, 10), content.subarray(10)]), stream)
  expect(readFileSync(vol.key).equals(content)).toBe(true)
  expect(progress.at(-1)).toBe(content.length)
  expect((await buffer(await download(vol))).equals(content)).toBe(true)
})

test('a file goes there and comes back through a few buffers, whole, from where it stands', async () => {
  const content = randomBytes(20 * mebibyte + 3)
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  writeFileSync(from, Buffer.concat([Buffer.from('skipped'), content]))
  writeFileSync(to, 'before')
  const vol = await newVolume('by-file', content.length)
  const [source, target] = [await open(from), await open(to, 'a')]
  await source.read(Buffer.alloc(7), 0, 7)
  await sendFile(source, await upload(vol, content.length))
  expect(readFileSync(vol.key).equals(content)).toBe(true)
  await receiveFile(await download(vol), target)
  expect(readFileSync(to).equals(Buffer.concat([Buffer.from('before'), content]))).toBe(true)
  await Promise.all([source.close(), target.close()])
})

test('a file that can not be read or written aborts its transfer, with its own error', async () => {
  const vol = await newVolume('no-file', 4 * mebibyte)
  const [wrong, full] = [await open(folder), await open('/dev/full', 'w')]
  await expect(sendFile(wrong, await upload(vol, 4 * mebibyte))).rejects.toMatchObject({ code: 'EISDIR' })
  await expect(receiveFile(await download(vol), full)).rejects.toMatchObject({ code: 'ENOSPC' })
  await Promise.all([wrong.close(), full.close()])
  expect((await connection.call('connectGetHostname')).hostname).not.toBe('')
})

test('holes travel as holes, both ways', async () => {
  const vol = await newVolume('sparse', 64 * mebibyte)
  const [head, tail] = [randomBytes(mebibyte), randomBytes(mebibyte)]
  const parts = [head, new Hole(62 * mebibyte), tail]
  await pipeline(Readable.from(parts), await upload(vol, 64 * mebibyte, sparse))
  expect(statSync(vol.key).blocks * 512).toBeLessThan(4 * mebibyte)
  const stream = await download(vol, sparse)
  const seen: Buffer[] = []
  for await (const part of stream as AsyncIterable<Buffer | Hole>) {
    seen.push(part instanceof Hole ? Buffer.alloc(Number(part.length)) : part)
  }
  expect(Buffer.concat(seen).equals(Buffer.concat([head, Buffer.alloc(62 * mebibyte), tail]))).toBe(true)
  expect(stream.transferred).toBe(64 * mebibyte)
})

test('an upload that is aborted by a signal rejects with its reason, and the connection goes on', async () => {
  const vol = await newVolume('aborted', mebibyte)
  const controller = new AbortController()
  const stream = await upload(vol, mebibyte, 0, controller.signal)
  stream.write(randomBytes(1000))
  const done = pipeline(Readable.from(endless(controller)), stream)
  await expect(done).rejects.toThrow('changed my mind')
  expect(await connection.call('storageVolGetInfo', { vol })).toMatchObject({ capacity: mebibyte })
})

async function* endless(controller: AbortController): AsyncGenerator<Buffer> {
  yield randomBytes(1000)
  controller.abort(new Error('changed my mind'))
  yield randomBytes(1000)
}

test('more bytes than were announced are refused by the host', async () => {
  const vol = await newVolume('too-long', mebibyte)
  const done = pipeline(Readable.from([randomBytes(2 * mebibyte)]), await upload(vol, mebibyte))
  await expect(done).rejects.toMatchObject({ name: 'LibvirtError', procedure: 'storageVolUpload' })
})

test('a daemon keeps no descriptor of streams that ended, in whichever way', { timeout: 60_000 }, async () => {
  const vol = await newVolume('counted', mebibyte)
  const before = openFiles(vol.key)
  for (let round = 0; round < 50; round++) {
    await pipeline(Readable.from([randomBytes(1000)]), await upload(vol, 1000))
    await buffer(await download(vol))
    const aborted = await upload(vol, mebibyte)
    aborted.write(randomBytes(1000))
    aborted.destroy()
    for await (const _ of await download(vol)) break
  }
  // The last word of an aborted stream is confirmed before this call is answered.
  await connection.call('storageVolGetInfo', { vol })
  expect(before).toBe(0)
  await expect.poll(() => openFiles(vol.key)).toBe(0)
})

/** How often a process holds this file open, the daemon or what it started for it. */
function openFiles(path: string): number {
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .flatMap(pid => links(`/proc/${pid}/fd`))
    .filter(target => target === path).length
}

function links(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap(name => target(join(folder, name)))
  } catch {
    return [] // the process has ended, or is not ours to look at
  }
}

function target(link: string): string[] {
  try {
    return [readlinkSync(link)]
  } catch {
    return [] // closed meanwhile
  }
}

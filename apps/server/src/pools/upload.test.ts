// Files that come by a WebSocket into a pool of the real libvirt of this machine, and go back out.
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type JobDetails, uploadPath, uploadWindow } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { jobEnd } from '../../test/job-end.ts'
import { type Browser, type RunningServer, runOnQemu } from '../../test/running-server.ts'
import { type TempPool, tempPool } from '../../test/temp-pool.ts'
import type { HostLink } from '../hosts/host-link.ts'

const databases = emptyDatabases(usualDialect)
const mebibyte = 2 ** 20
let server: RunningServer
let admin: Browser
let link: HostLink
let temp: TempPool
let folder: string
let pool: string
let images: string
let at: string

beforeAll(async () => {
  images = mkdtempSync('/var/tmp/porthole-images-')
  ;({ server, admin, link } = await runOnQemu(await databases.place()))
  temp = await tempPool(link)
  folder = temp.folder
  pool = temp.name
  at = `/hosts/${link.id}/pools/${pool}`
})
afterEach(() => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file))
})
afterAll(async () => {
  await temp.remove()
  await server.stop()
  rmSync(images, { recursive: true })
})

const ended = (job: string) => jobEnd(server, admin, job)
const begin = (wish: { name: string; size: number }, who = admin) => who.send('POST', `${at}/uploads`, wish)
const bring = (upload: string, who = admin) => who.socket(`${uploadPath}?upload=${upload}`)

/** As the page does: no more under way than the server lets. */
async function pour(socket: WebSocket, file: Buffer): Promise<void> {
  let [sent, taken] = [0, 0]
  socket.on('message', count => {
    taken = Number(String(count))
  })
  while (sent < file.length) {
    while (sent - taken >= uploadWindow) await once(socket, 'message')
    socket.send(file.subarray(sent, sent + 256 * 1024))
    sent += 256 * 1024
  }
}

async function upload(name: string, file: Buffer, who = admin): Promise<JobDetails> {
  const { status, body } = await begin({ name, size: file.length }, who)
  expect(status, JSON.stringify(body)).toBe(200)
  const socket = await bring(body.upload, who)
  await pour(socket, file)
  const job = await ended(body.job)
  if (socket.readyState !== socket.CLOSED) await once(socket, 'close')
  return job
}

/** One that has come half of its way. */
async function half(name: string, who = admin) {
  const { body } = await begin({ name, size: 8 * mebibyte }, who)
  const socket = await bring(body.upload, who)
  socket.send(randomBytes(mebibyte))
  await once(socket, 'message')
  expect(readdirSync(folder)).toContain(name)
  return { socket, job: body.job as string }
}

async function image(name: string, ...options: string[]): Promise<Buffer> {
  const path = join(images, name)
  execFileSync('qemu-img', ['create', '-q', ...options.map(option => option.replace('{}', images)), path, '8M'])
  return readFileSync(path)
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const issue = ({ status, body }: Awaited<ReturnType<Browser['send']>>) => [status, body.data?.issues?.[0]?.path]

it('brings a file byte for byte into a pool, as a job that says how far it is, and gives it back', async () => {
  const file = randomBytes(9 * mebibyte + 7)
  let told = 0
  const hear = ({ progress }: { progress: { done: number } | null }) => {
    told = progress?.done ?? 0
  }
  server.core.jobs.changes.on('job', hear)
  const { body } = await begin({ name: 'random ä.img', size: file.length })
  const socket = await bring(body.upload)
  await pour(socket, file.subarray(0, mebibyte))
  // It is told from time to time: the rest waits for it.
  await expect.poll(() => told).toBe(mebibyte)
  server.core.jobs.changes.off('job', hear)
  await pour(socket, file.subarray(mebibyte))
  expect(await ended(body.job)).toMatchObject({
    act: 'uploadVolume',
    state: 'done',
    items: [{ name: 'random ä.img', pool, state: 'done' }],
  })
  expect(digest(readFileSync(join(folder, 'random ä.img')))).toBe(digest(file))
  const { volumes } = (await admin.send('GET', `${at}/volumes`)).body
  expect(volumes).toMatchObject([{ name: 'random ä.img', format: 'raw', capacity: file.length }])

  const address = `${server.url}/api/v1${at}/volumes/${encodeURIComponent('random ä.img')}/content`
  const response = await fetch(address, { headers: { cookie: admin.cookie ?? '' } })
  expect(response.headers.get('content-length')).toBe(String(file.length))
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('random ä.img'))
  expect(digest(new Uint8Array(await response.arrayBuffer()))).toBe(digest(file))
  await server.core.audit.written()
  const rows = await server.core.database.auditRow.findMany({ where: { action: { endsWith: 'loadVolume' } } })
  expect(rows.map(({ action, result }) => `${action} ${result}`)).toEqual([
    ...['uploadVolume started', 'uploadVolume done', 'downloadVolume done'],
  ])
})

it('lets go of a volume whose download was left early', async () => {
  await upload('left.img', randomBytes(64 * mebibyte))
  const leaving = new AbortController()
  const address = `${server.url}/api/v1${at}/volumes/left.img/content`
  const response = await fetch(address, { headers: { cookie: admin.cookie ?? '' }, signal: leaving.signal })
  await response.body?.getReader().read()
  leaving.abort()
  await expect.poll(async () => (await admin.send('DELETE', `${at}/volumes/left.img`)).status).toBe(200)
})

it('knows an image for what it is once it is there', async () => {
  expect((await upload('disk.qcow2', await image('disk.qcow2', '-f', 'qcow2'))).state).toBe('done')
  const { volumes } = (await admin.send('GET', `${at}/volumes`)).body
  expect(volumes).toMatchObject([{ name: 'disk.qcow2', format: 'qcow2', capacity: 8 * mebibyte }])
})

it.each([
  ['an overlay', ['-f', 'qcow2', '-F', 'raw', '-b', '/etc/hostname'], /overlay of another file/],
  ['one whose data lie elsewhere', ['-f', 'qcow2', '-o', 'data_file={}/elsewhere.raw'], /its data in another file/],
  ['a VMDK', ['-f', 'vmdk'], /A VMDK image/],
  ['a QED', ['-f', 'qed'], /A QED image/],
])('keeps nothing of %s, which would open another file of the host', async (what, options, sentence) => {
  const job = await upload(`${what}.img`, await image(what, ...options))
  expect(job).toMatchObject({ state: 'failed', items: [{ why: expect.stringMatching(sentence) }] })
  expect(readdirSync(folder)).toEqual([])
})

it('is not fooled by a header that comes in pieces', async () => {
  const file = await image('pieces', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/hostname')
  const { body } = await begin({ name: 'pieces.img', size: file.length })
  const socket = await bring(body.upload)
  for (const byte of file.subarray(0, 200)) socket.send(Buffer.of(byte))
  expect(await ended(body.job)).toMatchObject({ state: 'failed', items: [{ why: expect.stringMatching(/overlay/) }] })
})

it('leaves nothing of a file whose browser goes away, whose job is stopped, or which is longer than it said', async () => {
  const gone = await half('gone.img')
  gone.socket.terminate()
  expect(await ended(gone.job)).toMatchObject({
    ...{ state: 'failed', items: [{ why: expect.stringMatching(/^The browser went away/) }] },
  })
  const stopped = await half('stopped.img')
  expect((await admin.send('POST', `/jobs/${stopped.job}/cancel`, {})).status).toBe(200)
  expect(await ended(stopped.job)).toMatchObject({ state: 'cancelled', items: [{ state: 'skipped' }] })
  const long = await half('long.img')
  // No piece ends where the file was to end.
  long.socket.send(Buffer.of(0))
  await pour(long.socket, randomBytes(8 * mebibyte))
  expect(await ended(long.job)).toMatchObject({
    ...{ state: 'failed', items: [{ why: expect.stringMatching(/^The browser sent more/) }] },
  })
  expect(readdirSync(folder)).toEqual([])
})

it('says at once what can not be, at its field', async () => {
  await upload('taken.img', randomBytes(1000))
  expect(issue(await begin({ name: 'taken.img', size: 1 }))).toEqual([409, 'name'])
  expect(issue(await begin({ name: 'large.img', size: 2 ** 49 }))).toEqual([507, 'size'])
  expect(issue(await begin({ name: 'empty.img', size: 0 }))).toEqual([400, 'size'])
  for (const name of ['../x', '/etc/x', '.', '..', '.x', '-x', 'a\0b', 'a\nb', '', ' x', 'x ', 'a/b'])
    expect(issue(await begin({ name, size: 1 })), name).toEqual([400, 'name'])
  expect(readdirSync(folder)).toEqual(['taken.img'])
})

it('is for who manages that pool, for as long as they do, and their own browser alone', async () => {
  const [viewer, keeper] = [await server.person('viewer'), await server.person('none')]
  const wish = { name: 'mine.img', size: 1000 }
  expect((await begin(wish, viewer)).status).toBe(403)
  expect((await begin(wish, keeper)).status).toBe(404)
  expect((await viewer.send('GET', `${at}/volumes/mine.img/content`)).status).toBe(403)
  const to = { kind: 'person', person: (await keeper.send('GET', '/session')).body.person.id }
  const on = { kind: 'pool', host: link.id, pool }
  const { body: grant } = await admin.send('POST', '/grants', { role: 'manager', to, on, expiresAt: null })
  const { body } = await begin(wish, keeper)
  await expect(bring(body.upload, admin)).rejects.toThrow('404')
  await expect(bring(body.upload, server.browser())).rejects.toThrow('401')
  await expect(bring(crypto.randomUUID(), keeper)).rejects.toThrow('404')
  await expect(
    keeper.socket(`${uploadPath}?upload=${body.upload}`, { origin: 'https://evil.example' }),
  ).rejects.toThrow('403')
  const socket = await bring(body.upload, keeper)
  await expect(bring(body.upload, keeper)).rejects.toThrow('404')
  socket.send(randomBytes(1000))
  expect((await ended(body.job)).state).toBe('done')

  const withdrawn = await half('withdrawn.img', keeper)
  await admin.send('DELETE', `/grants/${grant.id}`)
  withdrawn.socket.send(randomBytes(mebibyte))
  expect(await ended(withdrawn.job)).toMatchObject({
    state: 'failed',
    items: [{ why: expect.stringMatching(/permission/) }],
  })
  await admin.send('POST', '/grants', { role: 'manager', to, on, expiresAt: null })
  const left = await half('left.img', keeper)
  await keeper.send('DELETE', '/session')
  expect((await ended(left.job)).state).toBe('failed')
  expect(readdirSync(folder)).toEqual(['mine.img'])
})

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Job, JobDetails, Volume } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { defineGuest } from '../../test/guest.ts'
import { heldCopy } from '../../test/held-copy.ts'
import { jobEnd } from '../../test/job-end.ts'
import { changed } from '../../test/live-core.ts'
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
let at: string

beforeAll(async () => {
  ;({ server, admin, link } = await runOnQemu(await databases.place()))
  temp = await tempPool(link)
  folder = temp.folder
  pool = temp.name
  at = `/hosts/${link.id}/pools/${pool}/volumes`
})
afterAll(async () => {
  await temp.remove()
  await server.stop()
})

const ended = (job: string) => jobEnd(server, admin, job)

async function make(volume: object): Promise<JobDetails> {
  const { status, body } = await admin.send('POST', at, { format: 'qcow2', capacity: 10 * mebibyte, ...volume })
  expect(status, JSON.stringify(body)).toBe(200)
  return ended(body.job)
}

async function volume(name: string): Promise<Volume | undefined> {
  const { body } = await admin.send('GET', at)
  return (body.volumes as Volume[]).find(volume => volume.name === name)
}

const issue = ({ status, body }: Awaited<ReturnType<Browser['send']>>) => [status, body.data?.issues?.[0]?.path]

it.each([
  ['a.qcow2', { format: 'qcow2', allocation: 'sparse' }, [0, 1]],
  ['b.qcow2', { format: 'qcow2', allocation: 'metadata' }, [0, 2]],
  ['c.qcow2', { format: 'qcow2', allocation: 'full' }, [10, 11]],
  ['d.img', { format: 'raw', allocation: 'sparse' }, [0, 0]],
  ['e.img', { format: 'raw', allocation: 'full' }, [10, 10]],
])(
  'makes %s of exactly the size, and takes as much room at once as was asked for',
  async (name, how, [least, most]) => {
    const job = await make({ name, ...how })
    expect(job).toMatchObject({ act: 'createVolume', state: 'done', by: 'ann@example.org' })
    expect(job.items).toMatchObject([{ name, pool, state: 'done' }])
    const made = await volume(name)
    expect(made).toMatchObject({ format: how.format, capacity: 10 * mebibyte, path: join(folder, name), usedBy: [] })
    expect(made?.allocation).toBeGreaterThanOrEqual((least ?? 0) * mebibyte)
    expect(made?.allocation).toBeLessThanOrEqual((most ?? 0) * mebibyte + 512 * 1024)
    await server.core.audit.written()
    const rows = await server.core.database.auditRow.findMany({
      where: { action: 'createVolume' },
      orderBy: { seq: 'asc' },
    })
    expect(rows.slice(-2).map(({ result, args }) => [result, JSON.parse(args).name])).toEqual([
      ['started', name],
      ['done', name],
    ])
  },
)

it('builds one volume on another, which must stay then', async () => {
  await make({ name: 'base.qcow2' })
  const backing = { pool, volume: 'base.qcow2' }
  const small = { name: 'small.qcow2', format: 'qcow2', capacity: 5 * mebibyte, backing }
  expect(issue(await admin.send('POST', at, small))).toEqual([400, 'backing'])
  await make({ name: 'over.qcow2', capacity: 20 * mebibyte, backing })
  expect(await volume('over.qcow2')).toMatchObject({ backing: join(folder, 'base.qcow2'), capacity: 20 * mebibyte })
  expect(execFileSync('qemu-img', ['info', join(folder, 'over.qcow2')], { encoding: 'utf8' })).toContain(
    'backing file format: qcow2',
  )
  const refused = await admin.send('DELETE', `${at}/base.qcow2`)
  expect(refused).toMatchObject({
    status: 409,
    body: { message: 'The volume "over.qcow2" is built on it. Nothing was deleted.' },
  })
  expect((await admin.send('DELETE', `${at}/over.qcow2`)).status).toBe(200)
  expect((await admin.send('DELETE', `${at}/base.qcow2`)).status).toBe(200)
  expect(existsSync(join(folder, 'base.qcow2'))).toBe(false)
})

it('takes no name that leads out of the pool, and no path in place of a volume', async () => {
  const outside = `${folder}-outside`
  writeFileSync(outside, 'mine')
  const body = (more: object) => ({ name: 'x.qcow2', format: 'qcow2', capacity: mebibyte, ...more })
  for (const name of ['../x', '/etc/x', 'a/../../x', '.', '..', '.x', '-x', 'a\0b', 'a\nb', '', ' x', 'x ']) {
    expect(issue(await admin.send('POST', at, body({ name }))), name).toEqual([400, 'name'])
  }
  const escapes = [`..%2f${encodeURIComponent(outside.split('/').at(-1) ?? '')}`, encodeURIComponent(outside)]
  for (const name of escapes) {
    expect((await admin.send('DELETE', `${at}/${name}`)).status, name).toBe(404)
    expect((await admin.send('POST', `${at}/${name}/clone`, { name: 'copy' })).status, name).toBe(404)
  }
  // Whoever asks makes this the address of the pool itself, which is on.
  expect((await admin.send('DELETE', `${at}/..`)).body.code).toBe('WRONG_STATE')
  for (const name of ['/etc/shadow', '../x', outside]) {
    const { status } = await admin.send('POST', at, body({ backing: { pool, volume: name } }))
    expect(status, name).toBe(404)
  }
  expect((await admin.send('POST', at, body({ path: outside }))).status).toBe(400)
  expect((await admin.send('POST', at, body({ backing: outside }))).status).toBe(400)
  expect(readFileSync(outside, 'utf8')).toBe('mine')
  expect(await volume('x.qcow2')).toBeUndefined()
  rmSync(outside)
})

it('says at the field what can not be', async () => {
  await make({ name: 'taken.qcow2' })
  const ask = async (more: object) =>
    issue(await admin.send('POST', at, { name: 'n.qcow2', format: 'qcow2', capacity: mebibyte, ...more }))
  expect(await ask({ name: 'taken.qcow2' })).toEqual([409, 'name'])
  expect(await ask({ capacity: 2 ** 49, allocation: 'full' })).toEqual([507, 'capacity'])
  expect(await ask({ capacity: 1000 })).toEqual([400, 'capacity'])
  expect(await ask({ format: 'raw', allocation: 'metadata' })).toEqual([400, 'allocation'])
  expect(await ask({ format: 'raw', backing: { pool, volume: 'taken.qcow2' } })).toEqual([400, 'backing'])
  expect(await ask({ backing: { pool: 'nowhere', volume: 'x' } })).toEqual([404, undefined])
})

it('builds on a volume only for who may change its pool: the overlay would read what lies below', async () => {
  const below = await tempPool(link)
  const made = await admin.send('POST', at.replace(pool, below.name), {
    name: 'b.qcow2',
    format: 'qcow2',
    capacity: mebibyte,
  })
  await ended(made.body.job)
  const viewer = await server.person('viewer')
  const { id: person } = (await viewer.send('GET', '/session')).body.person
  const to = { kind: 'person', person }
  const on = { kind: 'pool', host: link.id, pool }
  expect((await admin.send('POST', '/grants', { role: 'manager', to, on, expiresAt: null })).status).toBe(200)
  const overlay = {
    name: 'spy.qcow2',
    format: 'qcow2',
    capacity: mebibyte,
    backing: { pool: below.name, volume: 'b.qcow2' },
  }
  const { status, body } = await viewer.send('POST', at, overlay)
  expect([status, body.code, body.data?.permission]).toEqual([403, 'NOT_ALLOWED', 'storage.manage'])
  expect(await volume('spy.qcow2')).toBeUndefined()
  const alone = await viewer.send('POST', at, { ...overlay, backing: null })
  expect((await ended(alone.body.job)).state).toBe('done')
  await below.remove()
})

it('makes a volume larger and never smaller, and lets nobody touch the disk of a VM that runs', async () => {
  await make({ name: 'disk.qcow2' })
  const resize = (capacity: number) => admin.send('PUT', `${at}/disk.qcow2/capacity`, { capacity })
  expect((await resize(30 * mebibyte)).status).toBe(200)
  expect(await volume('disk.qcow2')).toMatchObject({ capacity: 30 * mebibyte })
  expect(issue(await resize(20 * mebibyte))).toEqual([400, 'capacity'])

  const disk = `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${join(folder, 'disk.qcow2')}'/><target dev='vda' bus='virtio'/></disk>`
  const guest = await defineGuest(link, 'disk', { devices: disk })
  try {
    await changed(server.core.hosts, 'vm', () => link.inventory.get(guest.uuid) !== undefined)
    expect((await admin.send('DELETE', `${at}/disk.qcow2`)).body.message).toBe(
      `It is a disk of the VM "${guest.name}". Nothing was deleted.`,
    )
    const over = { name: 'over.qcow2', format: 'qcow2', capacity: 40 * mebibyte }
    expect(issue(await admin.send('POST', at, { ...over, backing: { pool, volume: 'disk.qcow2' } }))).toEqual([
      409,
      'backing',
    ])
    expect((await resize(40 * mebibyte)).status).toBe(200)
    expect((await admin.send('POST', `/vms/${guest.uuid}/start`, {})).status).toBe(200)
    for (const refused of [
      await admin.send('POST', `${at}/disk.qcow2/clone`, { name: 'copy.qcow2' }),
      await admin.send('DELETE', `${at}/disk.qcow2`),
    ]) {
      expect(refused).toMatchObject({ status: 409, body: { code: 'IN_USE' } })
    }
  } finally {
    await guest.remove()
  }
})

it.each([
  ['virtio', 'vda', /told at once/],
  ['ide', 'hda', /looked at the disk hda anew/],
])('makes the %s disk of a VM that is on larger by its QEMU, for who may change that VM', async (bus, target, note) => {
  const name = `live-${bus}.qcow2`
  await make({ name })
  const disk = `<disk type='volume'><driver name='qemu' type='qcow2'/><source pool='${pool}' volume='${name}'/><target dev='${target}' bus='${bus}'/></disk>`
  const guest = await defineGuest(link, bus, { devices: disk })
  try {
    await changed(server.core.hosts, 'vm', () => link.inventory.get(guest.uuid) !== undefined)
    expect((await admin.send('POST', `/vms/${guest.uuid}/start`, {})).status).toBe(200)
    const keeper = await server.person('viewer')
    const to = { kind: 'person', person: (await keeper.send('GET', '/session')).body.person.id }
    const on = { kind: 'pool', host: link.id, pool }
    await admin.send('POST', '/grants', { role: 'manager', to, on, expiresAt: null })
    const resize = (who: Browser, capacity: number) => who.send('PUT', `${at}/${name}/capacity`, { capacity })
    const refused = await resize(keeper, 50 * mebibyte)
    expect([refused.status, refused.body.data?.permission]).toEqual([403, 'vm.change'])
    expect(issue(await resize(admin, 5 * mebibyte))).toEqual([400, 'capacity'])

    const { status, body } = await resize(admin, 50 * mebibyte)
    expect([status, body.note]).toEqual([200, expect.stringMatching(note)])
    const dom = { name: guest.name, uuid: guest.uuid, id: -1 }
    const seen = await link.call('domainGetBlockInfo', { dom, path: target, flags: 0 })
    expect(Number(seen.capacity)).toBe(50 * mebibyte)
    expect(await volume(name)).toMatchObject({ capacity: 50 * mebibyte, usedBy: [guest.name] })
  } finally {
    await guest.remove()
  }
})

it('leaves the CD of a VM that is on as it is', async () => {
  await make({ name: 'cd.img', format: 'raw' })
  const disk = `<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='${join(folder, 'cd.img')}'/><target dev='hdc' bus='ide'/></disk>`
  const guest = await defineGuest(link, 'cd', { devices: disk })
  try {
    await changed(server.core.hosts, 'vm', () => link.inventory.get(guest.uuid) !== undefined)
    expect((await admin.send('POST', `/vms/${guest.uuid}/start`, {})).status).toBe(200)
    const refused = await admin.send('PUT', `${at}/cd.img/capacity`, { capacity: 50 * mebibyte })
    expect(refused).toMatchObject({ status: 409, body: { code: 'IN_USE' } })
  } finally {
    await guest.remove()
  }
})

it('finds a volume that somebody has put there a moment after the pool was looked at', async () => {
  expect(await volume('put.qcow2')).toBeUndefined()
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(folder, 'put.qcow2'), '1M'])
  expect((await admin.send('PUT', `${at}/put.qcow2/capacity`, { capacity: 2 * mebibyte })).status).toBe(200)
  expect(await volume('put.qcow2')).toMatchObject({ capacity: 2 * mebibyte })
})

it('copies a volume whole, and tells on the way how far it is', async () => {
  // Much, so that the copy takes its time, and quickly made.
  writeFileSync(join(folder, 'data.img'), Buffer.alloc(256 * mebibyte, randomBytes(mebibyte)))
  execFileSync('qemu-img', ['convert', '-O', 'qcow2', join(folder, 'data.img'), join(folder, 'data.qcow2')])
  const held = heldCopy(join(folder, 'copy.qcow2'))
  const { status, body } = await admin.send('POST', `${at}/data.qcow2/clone`, { name: 'copy.qcow2' })
  expect(status, JSON.stringify(body)).toBe(200)
  const total = statSync(join(folder, 'data.qcow2')).blocks * 512
  {
    using _held = await held
    const told = async (): Promise<Job['progress']> => (await admin.send('GET', `/jobs/${body.job}`)).body.progress
    await expect.poll(told).toMatchObject({ total, done: expect.any(Number) })
    expect((await told())?.done).toBeLessThanOrEqual(total)
    expect((await admin.send('GET', `/jobs/${body.job}`)).body).toMatchObject({
      state: 'running',
      progress: { total },
      items: [{ name: 'copy.qcow2', state: 'running' }],
    })
    expect(await volume('copy.qcow2')).toMatchObject({ name: 'copy.qcow2' })
  }
  expect(await ended(body.job)).toMatchObject({ state: 'done' })
  const compared = execFileSync('qemu-img', ['compare', join(folder, 'copy.qcow2'), join(folder, 'data.img')])
  expect(String(compared)).toContain('Images are identical')
})

it('takes back what a stopped job has made, and says so', async () => {
  const held = heldCopy(join(folder, 'stopped.qcow2'))
  const { body } = await admin.send('POST', `${at}/data.qcow2/clone`, { name: 'stopped.qcow2' })
  {
    using _held = await held
    expect((await admin.send('POST', `/jobs/${body.job}/cancel`, {})).status).toBe(200)
  }
  expect(await ended(body.job)).toMatchObject({ state: 'cancelled', items: [{ state: 'skipped' }] })
  expect(existsSync(join(folder, 'stopped.qcow2'))).toBe(false)
})

it('is for those who manage the pool, and its jobs for those who see it', async () => {
  const [viewer, stranger] = [await server.person('viewer'), await server.person('none')]
  const wish = { name: 'mine.qcow2', format: 'qcow2', capacity: mebibyte }
  expect((await viewer.send('POST', at, wish)).status).toBe(403)
  expect((await stranger.send('POST', at, wish)).status).toBe(404)
  const job = await make({ name: 'seen.qcow2' })
  expect((await viewer.send('GET', `/jobs/${job.id}`)).body).toMatchObject({
    by: null,
    items: [{ name: 'seen.qcow2' }],
  })
  expect((await stranger.send('GET', `/jobs/${job.id}`)).status).toBe(404)
  expect((await stranger.send('GET', '/jobs')).body.jobs).toEqual([])
})

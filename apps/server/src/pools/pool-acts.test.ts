// Storage pools made, started, stopped and forgotten on the real libvirt of this machine, in a folder of their own.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NewPool, Pool } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { defineGuest, guestName } from '../../test/guest.ts'
import { heldCopy } from '../../test/held-copy.ts'
import { jobEnd } from '../../test/job-end.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runOnQemu } from '../../test/running-server.ts'
import type { HostLink } from '../hosts/host-link.ts'

const databases = emptyDatabases(usualDialect)
const mebibyte = 2 ** 20
const name = guestName('pool')
const other = `${name}-other`
let server: RunningServer
let admin: Browser
let link: HostLink
let root: string
let pools: string

beforeAll(async () => {
  root = mkdtempSync('/var/tmp/porthole-pools-')
  chmodSync(root, 0o755)
  ;({ server, admin, link } = await runOnQemu(await databases.place()))
  pools = `/hosts/${link.id}/pools`
})
afterEach(async () => {
  for (const left of [name, other]) {
    const pool = await link.call('storagePoolLookupByName', { name: left }).catch(() => null)
    if (pool === null) continue
    await link.call('storagePoolDestroy', pool).catch(() => {})
    await link.call('storagePoolUndefine', pool).catch(() => {})
  }
})
afterAll(async () => {
  await server.stop()
  rmSync(root, { recursive: true })
})

const dir = (folder: string, more: object = {}) => ({
  pool: name,
  source: { kind: 'dir', path: join(root, folder) },
  ...more,
})
const create = (wish: object, who = admin) => who.send('POST', pools, wish)
const act = (verb: string, who = admin) => who.send('POST', `${pools}/${name}/${verb}`, {})
const remove = (who = admin) => who.send('DELETE', `${pools}/${name}`)

async function shown(which = name): Promise<Pool | undefined> {
  const { body } = await admin.send('GET', pools)
  return (body.pools as Pool[]).find(({ name }) => name === which)
}

const said = ({ status, body }: Awaited<ReturnType<Browser['send']>>) => [
  status,
  body.code,
  body.data?.issues?.[0]?.path ?? body.message,
]

it('makes a pool with its folder, on and to start with the host, and takes it through its life', async () => {
  expect((await create(dir('deep/images'))).status).toBe(200)
  expect(await shown()).toMatchObject({
    ...{ type: 'dir', path: join(root, 'deep/images'), active: true, autostart: true, persistent: true },
  })
  expect(said(await act('start'))).toEqual([409, 'WRONG_STATE', 'The pool is on already.'])
  expect(said(await remove())).toEqual([409, 'WRONG_STATE', 'The pool is on: stop it first.'])

  writeFileSync(join(root, 'deep/images/put.img'), 'mine')
  expect((await act('refresh')).status).toBe(200)
  expect((await admin.send('GET', `${pools}/${name}/volumes`)).body.volumes).toMatchObject([{ name: 'put.img' }])

  expect((await admin.send('PUT', `${pools}/${name}/autostart`, { autostart: false })).status).toBe(200)
  expect((await act('stop')).status).toBe(200)
  expect(await shown()).toMatchObject({ active: false, autostart: false })
  for (const verb of ['stop', 'refresh']) expect((await act(verb)).body.code, verb).toBe('WRONG_STATE')
  expect((await act('start')).status).toBe(200)
  await act('stop')
  expect((await remove()).status).toBe(200)
  expect(await shown()).toBeUndefined()
  expect(existsSync(join(root, 'deep/images/put.img'))).toBe(true)

  await server.core.audit.written()
  const rows = await server.core.database.auditRow.findMany({ where: { action: { contains: 'Pool' }, result: 'done' } })
  expect(new Set(rows.map(({ action, args }) => `${action} ${JSON.parse(args).pool}`))).toEqual(
    new Set(
      ['createPool', 'refreshPool', 'setPoolAutostart', 'stopPool', 'startPool', 'deletePool'].map(a => `${a} ${name}`),
    ),
  )
})

it('makes one that is off and does not start with the host, and its folder all the same', async () => {
  expect((await create(dir('off', { start: false, autostart: false }))).status).toBe(200)
  expect(await shown()).toMatchObject({ active: false, autostart: false })
  expect(existsSync(join(root, 'off'))).toBe(true)
  rmSync(join(root, 'off'), { recursive: true })
  expect(said(await act('start'))).toEqual([
    409,
    'MEDIA_MISSING',
    `The folder ${join(root, 'off')} is not there on the host: make it, or put it back.`,
  ])
})

it('refuses the name and the place of another, and says at the field which', async () => {
  await create(dir('one'))
  expect(said(await create(dir('two')))).toEqual([409, 'NAME_TAKEN', 'pool'])
  expect(said(await create({ ...dir('one'), pool: other }))).toEqual([409, 'NAME_TAKEN', 'source.path'])
  expect(said(await create({ ...dir('one/'), pool: other }))).toEqual([409, 'NAME_TAKEN', 'source.path'])
  const disk = { kind: 'fs', device: '/dev/nowhere', path: join(root, 'one') }
  expect(said(await create({ pool: other, source: disk }))).toEqual([409, 'NAME_TAKEN', 'source.path'])
  expect(existsSync(join(root, 'two'))).toBe(false)

  const group = { kind: 'logical', group: 'vg-nowhere' }
  await link.call('storagePoolDefineXml', {
    xml: `<pool type='logical'><name>${other}</name><source><name>vg-nowhere</name></source></pool>`,
    flags: 0,
  })
  await act('stop')
  await remove()
  expect(said(await create({ pool: name, source: group }))).toEqual([409, 'NAME_TAKEN', 'source.group'])
})

it.each<[string, () => NewPool['source'], RegExp]>([
  ['a file', () => ({ kind: 'dir', path: join(root, 'file') }), /is no folder on the host/],
  [
    'a device that is not there',
    () => ({ kind: 'fs', device: '/dev/nowhere', path: join(root, 'fs') }),
    /no such device/,
  ],
  ['a volume group that is not there', () => ({ kind: 'logical', group: 'vg-nowhere' }), /no such LVM volume group/],
  [
    'an NFS server without the host’s NFS client',
    () => ({ kind: 'netfs', host: '127.0.0.9', dir: '/x', path: join(root, 'nfs') }),
    /install nfs-common|does not reach/,
  ],
  [
    'an iSCSI target that nobody offers',
    () => ({ kind: 'iscsi', host: '127.0.0.9', target: 'iqn.2024-01.org.example:x' }),
    /install open-iscsi|does not get that iSCSI/,
  ],
])('says what helps where %s can not be a pool, and leaves nothing behind', async (_what, source, sentence) => {
  writeFileSync(join(root, 'file'), '')
  const { status, body } = await create({ pool: name, source: source() })
  expect(body.message).toMatch(sentence)
  expect([status, body.code]).not.toContain('INTERNAL')
  expect(body.data.libvirt.message).not.toBe('')
  expect(await shown()).toBeUndefined()
  for (const folder of ['fs', 'nfs']) expect(existsSync(join(root, folder)), folder).toBe(false)
})

it('keeps a folder that was there, also where no pool comes of it', async () => {
  mkdirSync(join(root, 'mine'))
  await create({ pool: name, source: { kind: 'fs', device: '/dev/nowhere', path: join(root, 'mine') } })
  expect(existsSync(join(root, 'mine'))).toBe(true)
})

it('takes no name and no place that is more than it says', async () => {
  const refused = async (wish: object) => said(await create(wish))
  for (const pool of ['../x', 'a/b', '.x', '-x', 'a\nb', 'a\0b', '', ' x', 'x '])
    expect(await refused({ ...dir('n'), pool }), pool).toEqual([400, 'BAD_INPUT', 'pool'])
  for (const path of ['images', './x', '/srv/../etc', '/srv/./x', '//srv', '/', '', '/a\nb', '/a\0b', '~/x'])
    expect(await refused({ pool: name, source: { kind: 'dir', path } }), path).toEqual([
      400,
      'BAD_INPUT',
      'source.path',
    ])
  for (const device of ['/etc/shadow', 'sda', '/dev', '/dev/../etc/shadow', '-o']) {
    const source = { kind: 'fs', device, path: join(root, 'n') }
    expect(await refused({ pool: name, source }), device).toEqual([400, 'BAD_INPUT', 'source.device'])
  }
  for (const host of ['-oexec', 'a b', 'a;b', 'nas:/x', '']) {
    const source = { kind: 'netfs', host, dir: '/x', path: join(root, 'n') }
    expect(await refused({ pool: name, source }), host).toEqual([400, 'BAD_INPUT', 'source.host'])
  }
  for (const group of ['-x', '..', 'a/b', 'a b', '']) {
    const source = { kind: 'logical', group }
    expect(await refused({ pool: name, source }), group).toEqual([400, 'BAD_INPUT', 'source.group'])
  }
  for (const target of ['disks', '--op', 'iqn.2024-01.org.example:a b', 'iqn.2024-01.org;x']) {
    const source = { kind: 'iscsi', host: 'nas', target }
    expect(await refused({ pool: name, source }), target).toEqual([400, 'BAD_INPUT', 'source.target'])
  }
  expect(await shown()).toBeUndefined()
})

it('is acted on by who manages that pool alone; what was granted on it goes with it', async () => {
  await create(dir('granted'))
  await create({ ...dir('not-granted'), pool: other })
  const keeper = await server.person('none')
  const to = { kind: 'person', person: (await keeper.send('GET', '/session')).body.person.id }
  const on = { kind: 'pool', host: link.id, pool: name }
  expect((await act('stop', keeper)).status).toBe(404)
  await admin.send('POST', '/grants', { role: 'viewer', to, on, expiresAt: null })
  expect((await act('stop', keeper)).status).toBe(403)
  await admin.send('POST', '/grants', { role: 'manager', to, on, expiresAt: null })
  for (const verb of ['refresh', 'stop', 'start']) expect((await act(verb, keeper)).status, verb).toBe(200)
  expect((await keeper.send('POST', `${pools}/${other}/stop`, {})).status).toBe(404)
  expect((await create({ ...dir('third'), pool: `${name}-third` }, keeper)).status).toBe(403)
  await act('stop', keeper)
  expect((await remove(keeper)).status).toBe(200)
  await create(dir('granted'))
  expect((await act('stop', keeper)).status).toBe(404)
  expect(await server.core.database.grant.count({ where: { scope: 'pool', target: name } })).toBe(0)
})

it('tells whose disks lie in it, those that are on first, and counts those that one may not see', async () => {
  await create(dir('used'))
  const disk = (source: string) =>
    `<disk type='file'><driver name='qemu' type='raw'/>${source}<target dev='vda' bus='virtio'/></disk>`
  writeFileSync(join(root, 'used/a.img'), Buffer.alloc(mebibyte))
  await act('refresh')
  const byPath = await defineGuest(link, 'a', { devices: disk(`<source file='${join(root, 'used/a.img')}'/>`) })
  const byPool = await defineGuest(link, 'b', {
    devices: disk(`<source pool='${name}' volume='a.img'/>`).replace("'file'", "'volume'"),
  })
  try {
    const known = () => [byPath, byPool].every(({ uuid }) => link.inventory.get(uuid) !== undefined)
    await changed(server.core.hosts, 'vm', known)
    const users = async (who = admin) => (await who.send('GET', `${pools}/${name}/vms`)).body
    const off = [byPath.name, byPool.name].map(name => ({ name, active: false }))
    expect(await users()).toEqual({ vms: off, others: 0 })
    expect((await admin.send('POST', `/vms/${byPool.uuid}/start`, {})).status).toBe(200)
    await changed(server.core.hosts, 'vm', () => link.inventory.get(byPool.uuid)?.active === true)
    expect(await users()).toEqual({ vms: [{ name: byPool.name, active: true }, off[0]], others: 0 })
    await act('stop')
    expect((await users()).vms).toHaveLength(2)

    const keeper = await server.person('none')
    const to = { kind: 'person', person: (await keeper.send('GET', '/session')).body.person.id }
    await admin.send('POST', '/grants', {
      role: 'viewer',
      to,
      on: { kind: 'pool', host: link.id, pool: name },
      expiresAt: null,
    })
    expect(await users(keeper)).toEqual({ vms: [], others: 2 })
  } finally {
    await byPath.remove()
    await byPool.remove()
  }
})

it('waits with what must not be done while a volume is written in it', async () => {
  await create(dir('busy'))
  // Much, so that the copy takes its time.
  writeFileSync(join(root, 'data.img'), Buffer.alloc(128 * mebibyte, randomBytes(mebibyte)))
  execFileSync('qemu-img', ['convert', '-O', 'qcow2', join(root, 'data.img'), join(root, 'busy/data.qcow2')])
  const held = heldCopy(join(root, 'busy/copy.qcow2'))
  const { body } = await admin.send('POST', `${pools}/${name}/volumes/data.qcow2/clone`, { name: 'copy.qcow2' })
  {
    using _held = await held
    for (const verb of ['refresh', 'stop']) {
      expect(said(await act(verb)), verb).toEqual([
        409,
        'IN_USE',
        `Something is written in "${name}" now: wait until it ends.`,
      ])
    }
  }
  await jobEnd(server, admin, body.job)
})

import { maintenanceRefusal } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
let path: string
let vm: string

beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
  const { hosts } = server.core
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  path = `/hosts/${hosts.list()[0]?.id}`
  vm = [...hosts.vms()][0]?.id ?? ''
})
afterAll(() => server.stop())

it('tells what a host is', async () => {
  const { status, body } = await admin.send('GET', path)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    state: 'connected',
    maintenance: null,
    notes: '',
    certificates: null,
    machine: {
      sockets: expect.any(Number),
      numa: expect.arrayContaining([{ id: 0, cpus: expect.any(Number), memoryKiB: expect.any(Number) }]),
      guests: expect.arrayContaining([{ arch: expect.any(String), types: ['test'], machines: 0 }]),
    },
  })
})

it('renames a host and notes something about it, for everybody at once', async () => {
  const { hosts } = server.core
  const renamed = changed(hosts, 'host', () => hosts.list()[0]?.name === 'kvm-03')
  expect((await admin.send('PUT', path, { name: ' kvm-03 ', notes: 'In rack 4.' })).status).toBe(200)
  await renamed
  expect((await admin.send('GET', path)).body).toMatchObject({
    name: 'kvm-03',
    notes: 'In rack 4.',
    state: 'connected',
  })
  await hosts.add({ name: 'other', uri: 'qemu:///system?socket=/run/none' })
  const { status, body } = await admin.send('PUT', path, { name: 'other' })
  expect({ status, issues: body.data.issues }).toMatchObject({ status: 409, issues: [{ path: 'name' }] })
  expect((await admin.send('PUT', path, { name: '' })).status).toBe(400)
  await admin.send('PUT', path, { labels: ['rack:4', 'prod', 'prod'], colour: 'teal' })
  expect((await admin.send('GET', '/hosts')).body.hosts[0]).toMatchObject({
    labels: ['rack:4', 'prod'],
    colour: 'teal',
  })
  for (const wrong of [{ labels: ['two words'] }, { colour: 'beige' }]) {
    expect((await admin.send('PUT', path, wrong)).status).toBe(400)
  }
  const operator = await server.person('operator')
  expect((await operator.send('PUT', path, { name: 'mine' })).status).toBe(403)
})

it('lets nothing begin on a host in maintenance, and all else go on', async () => {
  await admin.send('POST', `/vms/${vm}/force-off`)
  await admin.send('PUT', path, { maintenance: true })
  const since = (await admin.send('GET', path)).body.maintenance
  expect(since).toEqual(expect.any(String))
  const refusal = { status: 409, body: { code: 'WRONG_STATE', message: expect.stringContaining('kvm-03') } }
  expect(await admin.send('POST', `/vms/${vm}/start`)).toMatchObject(refusal)
  // What is gone back to may have been on.
  expect(await admin.send('POST', `/vms/${vm}/snapshots/revert`, { name: 'any' })).toMatchObject(refusal)
  // Again: it is the same maintenance.
  await admin.send('PUT', path, { maintenance: true, notes: 'New fans.' })
  expect((await admin.send('GET', path)).body).toMatchObject({ maintenance: since, notes: 'New fans.' })
  await admin.send('PUT', path, { maintenance: false })
  expect((await admin.send('POST', `/vms/${vm}/start`)).status).toBe(200)
  await admin.send('PUT', path, { maintenance: true })
  expect((await admin.send('POST', `/vms/${vm}/pause`)).status).toBe(200)
  expect(maintenanceRefusal('startVm', { name: 'x', maintenance: null })).toBeNull()
})

it('shows its key, tests, approves and changes hosts only for those who manage them', async () => {
  const manager = await server.person('manager')
  const certificates = { ca: 'x' }
  for (const [method, to, body] of [
    ['GET', '/ssh-key', undefined],
    ['POST', '/host-test', { uri: 'test:///default' }],
    ['POST', '/host-keys', { uri: 'qemu+ssh://h/system', fingerprint: `SHA256:${'A'.repeat(43)}` }],
    ['POST', '/hosts', { name: 'x', uri: 'qemu+tls://h/system', certificates }],
    ['PUT', path, { certificates }],
    ['DELETE', path, undefined],
  ] as const) {
    expect((await manager.send(method, to, body)).status, `${method} ${to}`).toBe(403)
    expect((await server.browser().send(method, to, body)).status, `${method} ${to}`).toBe(401)
  }
  expect((await admin.send('GET', '/ssh-key')).body.publicLine).toMatch(/^ssh-ed25519 \S+ porthole$/)
  expect((await admin.send('POST', '/host-test', { uri: 'test:///default' })).body.steps).toHaveLength(2)
})

it('writes down who did it, and no certificate', async () => {
  await admin.send('POST', '/host-test', {
    uri: 'qemu+tls://h/system',
    certificates: { ca: 'CANARY-CA', key: 'CANARY-KEY' },
  })
  const rows = await server.core.database.auditRow.findMany()
  const actions = rows.map(({ action, result }) => `${action} ${result}`)
  expect(actions).toEqual(
    expect.arrayContaining(['changeHost done', 'changeHost failed', 'testHost done', 'testHost failed']),
  )
  expect(JSON.stringify(rows) + server.logged()).not.toContain('CANARY')
})

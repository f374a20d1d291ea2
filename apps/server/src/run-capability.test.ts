import { once } from 'node:events'
import type { EntryMeta } from '@porthole/contract'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../test/databases.ts'
import { testVm } from '../test/live-core.ts'
import { ann, type Browser, type RunningServer, runServer, setUp } from '../test/running-server.ts'
import type { Caller } from './core.ts'
import { Fault } from './fault.ts'
import { faultOf, runCapability } from './run-capability.ts'

const nobody = { person: null, sessionId: null, credential: null }
const anybody: Caller = { ...nobody, from: '10.0.0.7', agent: null, can: () => true, may: () => [], giveCookies() {} }
const someone: Caller = {
  ...anybody,
  sessionId: 's1',
  credential: 'session',
  person: { id: 'p1', name: 'Ann', email: ann.email, role: 'viewer', can: [] },
}
const write: EntryMeta = {
  kind: 'write',
  permission: 'host.manage',
  on: 'installation',
  rule: null,
  audit: { keeps: ['name'] },
}

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  beforeAll(async () => {
    server = await runServer(await databases.place())
    admin = await setUp(server)
    await connected(server)
  })
  afterAll(() => server.stop())

  const rowsOf = async (action: string) => {
    await server.core.audit.written()
    return server.core.database.auditRow.findMany({ where: { action }, orderBy: { seq: 'asc' } })
  }

  it('has the act in writing before it happens, and its end after', async () => {
    const input = { name: 'x', password: 'never kept' }
    const verb = async () => {
      const [row] = await rowsOf('tryOne')
      expect(row).toMatchObject({
        ...{ result: 'started', took: null, args: '{"name":"x"}' },
        ...{ person: ann.email, personId: 'p1', sessionId: 's1', credential: 'session', from: '10.0.0.7' },
      })
      return 'output'
    }
    expect(await runCapability(server.core, { id: 'tryOne', meta: write, verb }, input, someone)).toBe('output')
    const [began, row] = await rowsOf('tryOne')
    expect(row).toMatchObject({ result: 'done', error: null, args: '{"name":"x"}', startSeq: began?.seq })
    expect(row?.took).toBeGreaterThanOrEqual(0)
    expect(row?.at.getTime()).toBeGreaterThanOrEqual(began?.at.getTime() ?? Number.POSITIVE_INFINITY)
  })

  it.each([
    [new Fault('IN_USE'), 'IN_USE'],
    [new Error('a mistake of ours'), 'INTERNAL'],
  ])('writes down how it failed: %s', async (error, code) => {
    const id = `fail${code}`
    const verb = () => Promise.reject(error)
    await expect(runCapability(server.core, { id, meta: write, verb }, {}, someone)).rejects.toBe(error)
    expect(await rowsOf(id)).toMatchObject([{ result: 'started' }, { result: 'failed', error: code }])
  })

  it('writes down who tried what they may not', async () => {
    const viewer = await server.person('viewer')
    const reply = await viewer.send('POST', '/hosts', { name: 'mine', uri: 'test:///mine' })
    expect(reply).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED', data: { permission: 'host.manage' } } })
    expect(await rowsOf('addHost')).toMatchObject([
      { result: 'failed', error: 'NOT_ALLOWED', args: '{"name":"mine","uri":"test:///mine","plainTcp":false}' },
    ])
    const vm = await testVm(server.core.hosts)
    const refused = await viewer.send('POST', `/vms/${vm.id}/force-off`)
    expect(refused).toMatchObject({ status: 403, body: { data: { permission: 'vm.power' } } })
    expect(await rowsOf('forceOffVm')).toMatchObject([{ object: `vm:${vm.id}`, objectName: vm.name, result: 'failed' }])
  })

  it('tells what is not there from what may not be done now', async () => {
    const absent = await admin.send('POST', '/vms/00000000-0000-4000-8000-000000000000/start')
    expect(absent).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
    const vm = await testVm(server.core.hosts)
    const running = await admin.send('POST', `/vms/${vm.id}/start`)
    expect(running).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE', message: 'The VM is running already.' },
    })
    expect(await rowsOf('startVm')).toEqual([])
    expect((await admin.send('GET', '/hosts/nowhere/pools')).status).toBe(404)
  })

  it('lists what was written, newest first, by object and page by page', async () => {
    const all = (await admin.send('GET', '/audit?limit=500')).body.entries
    expect(all.length).toBeGreaterThan(4)
    const numbers = all.map(({ seq }: { seq: number }) => seq)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    expect(all.filter(({ result }: { result: string }) => result === 'started')).toEqual([])
    const rest = (await admin.send('GET', `/audit?limit=2&before=${all[0].seq}`)).body.entries
    expect(rest).toEqual(all.slice(1, 3))
    const vm = all.find(({ object }: { object: string | null }) => object?.startsWith('vm:')).object
    const ofVm = (await admin.send('GET', `/audit?vm=${vm.slice(3)}`)).body.entries
    expect(ofVm.length).toBeGreaterThan(0)
    expect(ofVm.every(({ object }: { object: string }) => object === vm)).toBe(true)
    expect(JSON.stringify(all)).not.toContain(ann.password)
  })
})

describe('when PostgreSQL goes away', () => {
  const databases = emptyDatabases('postgresql')
  let server: RunningServer
  beforeAll(async () => {
    server = await runServer(await databases.place())
  })
  afterAll(() => server.stop())

  it('does nothing that it can not write down, says so, and goes on when it is back', async () => {
    const admin = await setUp(server)
    await databases.postgres().stop()

    let happened = false
    const verb = async () => {
      happened = true
    }
    const failure = await runCapability(server.core, { id: 'tryTwo', meta: write, verb }, {}, someone).catch(faultOf)
    expect(failure).toMatchObject({ code: 'DATABASE_AWAY' })
    expect(happened).toBe(false)
    const signIn = { email: ann.email, password: ann.password }
    for (const reply of [await admin.send('GET', '/vms'), await server.browser().send('POST', '/session', signIn)]) {
      expect(reply).toMatchObject({ status: 503, body: { code: 'DATABASE_AWAY' } })
      expect(JSON.stringify(reply.body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|prisma/i)
    }
    const ready = await fetch(`${server.url}/readyz`)
    expect([ready.status, (await ready.json()).database]).toEqual([503, false])
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)

    await databases.postgres().start()
    expect((await admin.send('GET', '/vms')).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })
})

describe('when another program holds the SQLite file locked', () => {
  const databases = emptyDatabases('sqlite')

  it('refuses to write, still reads, and goes on when it lets go', async () => {
    const place = await databases.place()
    const server = await runServer(place)
    const admin = await setUp(server)
    const other = await new PrismaBetterSqlite3({ url: `file:${place.data}/porthole.db` }).connect()
    const nothing = { object: null, objectName: null, host: null, args: {} }
    const started = await server.core.audit.start({ action: 'underWay', caller: someone, ...nothing })
    const ended = { action: 'underWay', result: { not: 'started' } }
    const ends = async () =>
      (await server.core.database.auditRow.findMany({ where: ended })).map(({ result }) => result)
    await other.executeScript('BEGIN IMMEDIATE')
    const add = () => admin.send('POST', '/hosts', { name: 'x', uri: 'test:///default?x' })
    const refused = await add()
    expect(refused).toMatchObject({ status: 503, body: { code: 'DATABASE_AWAY' } })
    expect(refused.headers.get('retry-after')).toBe('5')
    expect((await admin.send('GET', '/hosts')).status).toBe(200)
    started.done()
    // It was tried, and could not be written.
    await server.core.audit.written()
    expect(await ends()).toEqual([])
    await other.executeScript('ROLLBACK')
    await expect.poll(ends, { timeout: 10_000 }).toEqual(['done'])
    expect(await admin.send('POST', '/vms/00000000-0000-4000-8000-000000000000/start')).toMatchObject({ status: 404 })
    expect(await server.core.database.host.count({ where: { name: 'x' } })).toBe(0)
    expect((await server.browser().send('POST', '/session', { email: ann.email, password: ann.password })).status).toBe(
      200,
    )
    await other.dispose()
    await server.stop()
  })
})

/** The test host is there and connected. */
async function connected({ core }: RunningServer): Promise<void> {
  while (!core.hosts.list().some(({ state }) => state === 'connected')) await once(core.hosts.changes, 'host')
}

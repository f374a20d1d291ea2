// What somebody tries who is signed in, or is not, and wants more. docs/security.md says which line is which.
import { contract, type EntryMeta } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

interface Entry {
  readonly meta: EntryMeta
  readonly route: { readonly method: string; readonly path: string }
  readonly inputSchema: { readonly shape?: object }
}

const entries: readonly (Entry & { id: string })[] = Object.values(contract).flatMap(group =>
  Object.entries(group).map(([id, entry]) => ({ id, ...(entry as unknown as { '~orpc': Entry })['~orpc'] })),
)

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
let vm: string
let host: string
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
  const { hosts } = server.core
  await changed(hosts, 'vm', () => [...hosts.vms()].length > 0)
  const [record] = [...hosts.vms()]
  vm = record?.id ?? ''
  host = record?.host ?? ''
})
afterAll(() => server.stop())

it('answers for what one may not see as for what is not there', async () => {
  const nobody = await server.person('none')
  const elsewhere = crypto.randomUUID()
  let absent = 0
  for (const { id, meta, route } of entries.filter(({ meta }) => meta.on !== 'installation')) {
    const ask = async (vm: string, host: string) => {
      const path = route.path.replace('{id}', vm).replace('{host}', host).replace('{pool}', 'default-pool')
      const { status, body } = await nobody.send(route.method, path, route.method === 'GET' ? undefined : {})
      return { status, body }
    }
    const foreign = await ask(vm, host)
    expect(foreign, id).toEqual(await ask(elsewhere, meta.on === 'vm' ? host : elsewhere))
    expect([400, 404], id).toContain(foreign.status)
    if (foreign.status === 404) absent++
  }
  expect(absent).toBeGreaterThan(15)
})

it('takes no field that the entry does not have', async () => {
  const more = { id: 'chosen', userId: 'chosen', emailVerified: true, createdAt: '2000-01-01T00:00:00.000Z' }
  const input = { name: 'Mass', email: 'mass@example.org', password, role: 'viewer' }
  for (const [name, value] of Object.entries(more)) {
    const { status, body } = await admin.send('POST', '/people', { ...input, [name]: value })
    expect({ status, issues: body.data.issues }).toMatchObject({ status: 400, issues: [{ path: name }] })
  }
  expect(await server.core.database.user.count({ where: { email: input.email } })).toBe(0)

  const before = (await admin.send('GET', `/hosts/${host}`)).body
  const patched = await admin.send('PUT', `/hosts/${host}`, { notes: 'mine', uri: 'test:///other', state: 'away' })
  expect(patched.status).toBe(400)
  const { uri, state, notes } = (await admin.send('GET', `/hosts/${host}`)).body
  expect({ uri, state, notes }).toEqual({ uri: before.uri, state: before.state, notes: before.notes })
})

it('gives whoever signs in another session, and ends the one of before', async () => {
  const victim = await server.person('viewer')
  const planted = victim.cookie
  const { email } = (await victim.send('GET', '/session')).body.person
  expect((await victim.send('POST', '/session', { email, password })).status).toBe(200)
  expect(victim.cookie).not.toBe(planted)
  expect((await victim.send('GET', '/hosts')).status).toBe(200)
  const thief = server.browser()
  thief.cookie = planted
  expect((await thief.send('GET', '/hosts')).status).toBe(401)
})

it.each(['../x', '/abs', 'a/../b', '..', '%2e%2e', 'a\0b', '-rf', 'x\ny', '<b>', 'a&b'])(
  'makes no VM, and no disk, that is called %j',
  async name => {
    const disk = { kind: 'new', pool: 'default-pool', sizeGiB: 1 }
    const reply = await admin.send('POST', '/vms', { host, name, vcpus: 1, memoryMiB: 64, accelerator: 'tcg', disk })
    expect(reply).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } })
    expect(reply.body.data.issues.map(({ path }: { path: string }) => path)).toContain('name')
  },
)

it('repeats no secret in a reply, an error, the audit or the log', { timeout: 60_000 }, async () => {
  const canary = 'canary-31f7b0'
  const secrets = ['password', 'current', 'next', 'token', 'code', 'secret', 'clientSecret', 'key', 'recoveryCode']
  const body = {
    ...Object.fromEntries(secrets.map(name => [name, canary])),
    ...{ name: 'x', email: 'x@example.org', role: 'viewer', host, pool: 'p' },
    ...{ uri: `qemu+ssh://root:${canary}@host/system`, certificates: { ca: canary, cert: canary, key: canary } },
  }
  const headers = { authorization: `Bearer ${canary}`, 'x-forwarded-for': canary }
  const replies = []
  for (const { route, inputSchema } of entries) {
    const { shape = {} } = inputSchema
    const { method, path } = route
    if (path === '/session' && method === 'DELETE') continue
    const at = path.replace(/\{\w+\}/g, 'absent')
    const without = path.replace('{id}', vm).replace('{host}', host)
    const named = Object.entries(body).filter(([name]) => name in shape)
    const sent = method === 'GET' ? undefined : Object.fromEntries(named)
    replies.push(await admin.send(method, at, sent && body))
    replies.push(await admin.send(method, `${at}?token=${canary}`, sent))
    replies.push(await admin.send(method, without, sent && { ...sent, name: 7 }))
    replies.push(await server.browser().send(method, without, sent, headers))
  }
  expect(replies.filter(({ body }) => body.code === 'INTERNAL')).toEqual([])
  await server.core.audit.written()
  const rows = await server.core.database.auditRow.findMany()
  expect(rows.length).toBeGreaterThan(20)
  const places = { replies, rows, log: server.logged() }
  for (const [name, place] of Object.entries(places)) {
    const text = JSON.stringify(place)
    const at = text.indexOf(canary)
    expect(at === -1 ? '' : text.slice(Math.max(0, at - 200), at + 40), name).toBe('')
  }
})

it('counts guesses of one address together, whatever it says of itself', async () => {
  const statuses = []
  for (let guess = 0; guess < 12; guess++) {
    const headers = {
      'x-forwarded-for': `10.1.1.${guess}`,
      'x-real-ip': `10.1.2.${guess}`,
      forwarded: `for=10.1.3.${guess}`,
    }
    const input = { email: `forged${guess}@example.org`, password: 'wrong' }
    statuses.push((await server.browser().send('POST', '/session', input, headers)).status)
  }
  expect(statuses.at(-1)).toBe(429)
  expect(await server.core.database.auditRow.count({ where: { from: { startsWith: '10.1.' } } })).toBe(0)
})

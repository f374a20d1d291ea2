import { contract, type Vm } from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { testVm } from '../../test/live-core.ts'
import { ann, type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
})
afterAll(() => server.stop())

describe('a write that another site could have made the browser send', () => {
  it.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the Origin of a frame without one', { origin: 'null' }],
    ['an Origin that only begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['our host on another port', { origin: 'http://127.0.0.1:1' }],
    ['our host over another scheme', { origin: '' }],
    ['a fetch that says it crosses sites', { origin: undefined, 'sec-fetch-site': 'cross-site' }],
    ['a fetch of a neighbour', { origin: undefined, 'sec-fetch-site': 'same-site' }],
    ['a cookie and nothing that says where it comes from', { origin: undefined }],
  ])('is refused: %s', async (_what, headers) => {
    const sent = { 'content-type': 'application/json', cookie: admin.cookie ?? '', ...headers }
    const init = Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== undefined)
    const origin = sent.origin === '' ? [['origin', server.url.replace('http:', 'https:')] as [string, string]] : []
    const reply = await fetch(`${server.url}/api/v1/hosts`, {
      method: 'POST',
      headers: new Headers([...init.filter(([name, value]) => name !== 'origin' || value !== ''), ...origin]),
      body: '{"name":"x","uri":"test:///x"}',
    })
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'FOREIGN_ORIGIN'])
    expect(await server.core.database.host.count({ where: { name: 'x' } })).toBe(0)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is refused unread as %s',
    async type => {
      const reply = await admin.send('POST', '/hosts', '{"name":"x","uri":"test:///x"}', { 'content-type': type })
      expect(reply).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } })
    },
  )

  it('is let in from a page of ours, and from a program without a cookie', async () => {
    expect((await admin.send('POST', '/hosts', { name: '', uri: '' })).body.code).toBe('BAD_INPUT')
    const reply = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: ann.email, password: ann.password }),
    })
    expect(reply.status).toBe(200)
  })
})

describe('bad input', () => {
  it('gets a sentence for each field', async () => {
    const reply = await admin.send('POST', '/vms', { host: 'h', name: '-rf', vcpus: 0, memoryMiB: 'much' })
    expect(reply).toMatchObject({ status: 400, body: { code: 'BAD_INPUT', defined: true } })
    const issues: { path: string; message: string }[] = reply.body.data.issues
    const paths = issues.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['name', 'vcpus', 'memoryMiB', 'accelerator', 'disk']))
    for (const { message } of issues) expect(message).not.toBe('Invalid input')
  })

  it.each([
    ['{"a":', 'The body is not valid JSON.'],
    [`{"name":"${'x'.repeat(1024 * 1024)}"}`, 'The body is larger than 1 MiB.'],
    ['{"__proto__":{"name":"x"}}', 'The body is not valid JSON.'],
    ['[]', 'Some of what was entered can not be used: see the marked fields.'],
  ])('that is no object: %.20s', async (body, message) => {
    expect(await admin.send('POST', '/hosts', body)).toMatchObject({
      status: 400,
      body: { code: 'BAD_INPUT', message },
    })
  })

  it('tells a stranger to sign in before it tells what is wrong', async () => {
    const reply = await server.browser().send('POST', '/vms', {})
    expect(reply).toMatchObject({ status: 401, body: { code: 'NOT_SIGNED_IN' } })
    expect(reply.body.data).toBeUndefined()
  })

  it('takes numbers of an address for numbers', async () => {
    expect((await admin.send('GET', '/audit?limit=1')).body.entries).toHaveLength(1)
    expect((await admin.send('GET', '/audit?limit=none')).body.code).toBe('BAD_INPUT')
  })

  it('needs no body where there is nothing to say', async () => {
    const once = await server.person('viewer')
    expect((await once.send('DELETE', '/session')).status).toBe(200)
  })
})

it('leaks nothing of a failure that nobody foresaw', async () => {
  const { hosts } = server.core
  const list = hosts.list
  hosts.list = () => {
    throw new Error('canary in a stack')
  }
  const reply = await admin.send('GET', '/hosts')
  hosts.list = list
  expect(reply).toMatchObject({ status: 500, body: { code: 'INTERNAL' } })
  expect(JSON.stringify(reply.body)).not.toContain('canary')
  expect(server.logged()).toContain('canary in a stack')
})

it.each([
  ['a page', 'GET', '/'],
  ['a page that is not there', 'GET', '/no/such/page'],
  ['a reply', 'GET', '/api/v1/session'],
  ['a refusal', 'GET', '/api/v1/vms'],
  ['an unknown address of the API', 'GET', '/api/v1/nope'],
  ['a write to nowhere', 'POST', '/nope'],
  ['a method that no entry has', 'PUT', '/api/v1/session'],
  ['an address that is not well formed', 'GET', '/%zz'],
  ['the description', 'GET', '/api/v1/openapi.json'],
  ['the state of health', 'GET', '/healthz'],
  ['the state of readiness', 'GET', '/readyz'],
])('protects %s by its headers', async (_what, method, path) => {
  const { headers } = await fetch(server.url + path, { method })
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/frame-ancestors 'none'/)
  expect(policy).toMatch(/base-uri 'none'/)
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
  // Over plain http a browser would ignore it, and a proxy without https would be shut out.
  expect(headers.get('strict-transport-security')).toBeNull()
})

it.each([
  ['GET', '/api/v1/nope'],
  ['PUT', '/api/v1/session'],
  ['POST', '/nope'],
])('answers %s %s with a coded error', async (method, path) => {
  const reply = await fetch(server.url + path, { method })
  expect([reply.status, (await reply.json()).code]).toEqual([404, 'NOT_FOUND'])
})

it('describes every entry, who may call it, and how one signs in', async () => {
  const { body } = await admin.send('GET', '/openapi.json')
  expect(body.openapi).toMatch(/^3\.1/)
  expect(body.components.securitySchemes.session).toMatchObject({ type: 'apiKey', in: 'cookie' })
  const start = body.paths['/vms/{id}/start'].post
  expect(start).toMatchObject({ operationId: 'startVm', security: [{ session: [] }] })
  expect(start['x-porthole']).toMatchObject({ permission: 'vm.power', rule: 'startVm' })
  expect(body.paths['/session'].post.security).toEqual([])
  expect(start.responses).toHaveProperty('409')
})

it('sends all VMs as the contract says, in pieces, and compressed to who reads that', async () => {
  const { hosts } = server.core
  const some = await testVm(hosts)
  const schema = contract.vms.listVms['~orpc'].outputSchema
  for (const encoding of ['identity', 'gzip']) {
    const headers = { cookie: admin.cookie ?? '', 'accept-encoding': encoding }
    const reply = await fetch(`${server.url}/api/v1/vms`, { headers })
    expect(reply.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const { vms } = z.parse(schema as z.ZodMiniType<{ vms: Vm[] }>, await reply.json())
    expect(vms.map(({ id }) => id)).toContain(some?.id)
  }
})

it('keeps answers of the API out of every cache', async () => {
  expect((await admin.send('GET', '/vms')).headers.get('cache-control')).toBe('no-store')
})

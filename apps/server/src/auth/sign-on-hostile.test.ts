// Signing in by a provider that lies, never ends, or does not answer.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { startHostileProvider } from '../../test/hostile-provider.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { Attempts } from './attempts.ts'

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let provider: Awaited<ReturnType<typeof startHostileProvider>>
let admin: Browser
let set: Record<string, unknown>

beforeAll(async () => {
  server = await runServer(await databases.place(), { publicOrigin: 'https://porthole.example.org' })
  provider = await startHostileProvider('porthole')
  admin = await setUp(server)
  set = {
    ...{
      label: 'them',
      issuer: provider.issuer,
      clientId: 'porthole',
      secret: 'secret',
      claim: 'groups',
      signUp: true,
    },
    rights: [],
  }
  expect((await admin.send('PUT', '/settings/sign-on', set)).status).toBe(200)
})
beforeEach(() => {
  provider.repent()
  Object.assign(server.core.auth, { attempts: new Attempts() })
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})

async function signIn(change: (answer: { state: string; code: string }) => object = answer => answer) {
  const browser = server.browser()
  const begun = await browser.send('POST', '/session/sign-on', {})
  if (begun.status !== 200) return { browser, ...begun }
  return { browser, ...(await browser.send('PUT', '/session/sign-on', change(provider.comeBack(begun.body.url)))) }
}
async function expectNobody({ browser, status, body }: Awaited<ReturnType<typeof signIn>>) {
  expect(body.code, JSON.stringify(body)).toMatch(/^SIGN_ON_(FAILED|REFUSED)$/)
  expect(status).toBeGreaterThanOrEqual(400)
  expect((await browser.send('GET', '/session')).body.person).toBeNull()
}

it('lets people in while the provider tells the truth', async () => {
  const { status, body } = await signIn()
  expect(status, JSON.stringify(body) + server.logged().slice(-2000)).toBe(200)
})

const ago = Math.floor(Date.now() / 1000) - 3600

describe('lets nobody in by a token', () => {
  it.each<[string, object]>([
    ['of another issuer', { claims: { iss: 'https://evil.example.org' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['that has expired', { claims: { exp: ago } }],
    ['that answers another question', { claims: { nonce: 'another' } }],
    ['that answers no question', { claims: { nonce: undefined } }],
    ['that nobody signed', { signer: 'nobody' }],
    ['signed with the secret that it shares', { signer: 'secret' }],
    ['signed by somebody else', { signer: 'stranger' }],
    ['whose key is not known', { header: { kid: 'two' } }],
    ['about another person than its own answer on people', { claims: { sub: 'eve' } }],
  ])('%s', async (_what, lie) => {
    Object.assign(provider.lies, lie)
    await expectNobody(await signIn())
  })

  it('for a state that this browser did not ask with', async () => {
    await expectNobody(await signIn(answer => ({ ...answer, state: 'another' })))
  })
})

describe('gives up', () => {
  let patienceMs: number
  beforeAll(() => {
    const { signOn } = server.core
    patienceMs = signOn.patienceMs
    signOn.patienceMs = 400
  })
  afterAll(() => {
    server.core.signOn.patienceMs = patienceMs
  })
  const doors = ['description', 'token', 'keys', 'userinfo'] as const
  it.each(doors.flatMap(door => (['endless', 'silent', 'elsewhere'] as const).map(reply => [door, reply] as const)))(
    'where the %s is %s',
    async (door, reply) => {
      provider.replies.set(door, reply)
      await expectNobody(await signIn())
    },
  )
})

it.each<[string, object]>([
  ['the description of another issuer', { issuer: 'https://evil.example.org' }],
  ['a description without keys', { jwks_uri: undefined }],
  ['an address that is none', { token_endpoint: 'token' }],
  ['an address of another kind', { userinfo_endpoint: 'file:///etc/passwd' }],
])('takes %s for no provider', async (_what, description) => {
  provider.lies.description = description
  expect((await admin.send('PUT', '/settings/sign-on', set)).body.data.issues[0].path).toBe('issuer')
  await expectNobody(await signIn())
})

it('asks the provider for nobody who begins too often', async () => {
  const browser = server.browser()
  const statuses = []
  for (let n = 0; n < 61; n++) statuses.push((await browser.send('POST', '/session/sign-on', {})).status)
  expect(statuses.slice(-2)).toEqual([200, 429])
})

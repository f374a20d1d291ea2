import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignOnProvider, signInAtProvider, startSignOnProvider } from '../../../../e2e/lab/sign-on-provider.ts'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { claimedGroups } from './claimed-groups.ts'

const porthole = 'https://porthole.example.org'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let provider: SignOnProvider
  let admin: Browser
  let set: Record<string, unknown>

  beforeAll(async () => {
    server = await runServer(await databases.place(), { publicOrigin: porthole })
    provider = await startSignOnProvider(`${porthole}/sign-on`)
    admin = await setUp(server)
    const group = (await admin.send('POST', '/groups', { name: 'Night shift', members: [] })).body.id
    set = {
      ...{ label: 'the company', issuer: provider.issuer, clientId: provider.client.id, claim: 'groups', signUp: true },
      rights: [
        { value: 'virt-ops', gives: { kind: 'role', role: 'operator' } },
        { value: 'virt-see', gives: { kind: 'role', role: 'viewer' } },
        { value: 'night', gives: { kind: 'group', group } },
      ],
    }
  })
  afterAll(async () => {
    await server.stop()
    await provider.stop()
  })

  async function signIn(name: string) {
    const browser = server.browser()
    const begun = await browser.send('POST', '/session/sign-on', {})
    expect(begun.status, JSON.stringify(begun.body)).toBe(200)
    const back = await signInAtProvider(begun.body.url, name)
    expect(`${back.origin}${back.pathname}`).toBe(`${porthole}/sign-on`)
    const answer = Object.fromEntries(back.searchParams)
    const { status, body } = await browser.send('PUT', '/session/sign-on', answer)
    return { browser, answer, status, body }
  }
  const whoIs = async (browser: Browser) => (await browser.send('GET', '/session')).body.person

  it('is set by who manages people, asks the provider first, and never shows the secret again', async () => {
    expect((await server.browser().send('POST', '/session/sign-on', {})).status).toBe(404)
    const wrong = { ...set, issuer: `${provider.issuer}/elsewhere`, secret: provider.client.secret }
    expect((await admin.send('PUT', '/settings/sign-on', wrong)).body.data.issues[0].path).toBe('issuer')
    expect((await admin.send('PUT', '/settings/sign-on', set)).body.data.issues[0].path).toBe('secret')
    const odd = { ...set, issuer: 'http://id.example.org', secret: 'x' }
    expect((await admin.send('PUT', '/settings/sign-on', odd)).status).toBe(400)
    const reply = await admin.send('PUT', '/settings/sign-on', { ...set, secret: provider.client.secret })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    expect((await admin.send('GET', '/settings/sign-on')).body).toEqual({
      signOn: set,
      returnTo: `${porthole}/sign-on`,
    })
    // Kept for the same issuer and client, asked for anew when it would go to another.
    expect((await admin.send('PUT', '/settings/sign-on', set)).status).toBe(200)
    expect((await admin.send('PUT', '/settings/sign-on', { ...set, clientId: 'other' })).status).toBe(400)
    const rows = JSON.stringify([
      await server.core.database.signOn.findMany(),
      await server.core.database.auditRow.findMany({ select: { args: true } }),
    ])
    for (const text of [rows, server.logged()]) expect(text).not.toContain(provider.client.secret)
    expect((await server.browser().send('GET', '/session')).body.signOn).toEqual({ label: 'the company' })
  })

  it('lets somebody new in with what their groups give, and takes it away when they give it no more', async () => {
    const mia = { sub: 'mia', name: 'Mia', email: 'mia@example.org', email_verified: true }
    provider.people.set('mia', { ...mia, groups: ['virt-ops', 'virt-see', 'night', 'others'] })
    const first = await signIn('mia')
    expect(first.status, JSON.stringify(first.body) + server.logged().slice(-3000)).toBe(200)
    const person = await whoIs(first.browser)
    expect(person).toMatchObject({ name: 'Mia', email: 'mia@example.org', role: 'operator' })
    expect(server.core.access.groups().flatMap(({ members }) => members)).toEqual([person.id])
    await server.core.audit.written()
    const row = await server.core.database.auditRow.findFirst({ where: { action: 'finishSignOn', result: 'done' } })
    expect(row).toMatchObject({ object: `person:${person.id}`, objectName: 'mia@example.org' })

    // It holds for the session that is open already, too.
    provider.people.set('mia', { ...mia, groups: [] })
    const second = await signIn('mia')
    expect(second.status).toBe(200)
    expect(await whoIs(second.browser)).toMatchObject({ id: person.id, role: 'none', can: [] })
    expect(await whoIs(first.browser)).toMatchObject({ role: 'none', can: [] })
    expect(server.core.access.groups().flatMap(({ members }) => members)).toEqual([])
    expect(await server.core.database.account.findMany({ where: { userId: person.id } })).toMatchObject([
      { providerId: provider.issuer, accountId: 'mia', accessToken: null, refreshToken: null, idToken: null },
    ])
  })

  it('signs nobody in without their groups while the provider can not tell them', async () => {
    provider.people.set('ida', { sub: 'ida', email: 'ida@example.org', email_verified: true, groups: ['virt-see'] })
    const first = await signIn('ida')
    provider.silentAbout.add('ida')
    const second = await signIn('ida')
    expect(second.body).toMatchObject({ code: 'SIGN_ON_FAILED', message: expect.stringMatching(/just now/) })
    expect(await whoIs(second.browser)).toBeNull()
    expect((await whoIs(first.browser)).role).toBe('viewer')
  })

  it('takes an answer once, and only from the browser that asked', async () => {
    provider.people.set('kim', { sub: 'kim', name: 'Kim', email: 'kim@example.org', email_verified: true })
    const { browser, answer } = await signIn('kim')
    expect((await browser.send('PUT', '/session/sign-on', answer)).body.code).toBe('SIGN_ON_REFUSED')
    const begun = await browser.send('POST', '/session/sign-on', {})
    const back = Object.fromEntries((await signInAtProvider(begun.body.url, 'kim')).searchParams)
    const thief = server.browser()
    expect((await thief.send('PUT', '/session/sign-on', back)).body.code).toBe('SIGN_ON_REFUSED')
    await thief.send('POST', '/session/sign-on', {})
    expect((await thief.send('PUT', '/session/sign-on', back)).body.code).toBe('SIGN_ON_REFUSED')
    expect(await whoIs(thief)).toBeNull()
    const elsewhere = { ...back, iss: 'https://evil.example.org' }
    expect((await browser.send('PUT', '/session/sign-on', elsewhere)).body.code).toBe('SIGN_ON_FAILED')
  })

  it('knows whom an administrator added by a verified address, and by no other', async () => {
    const person = { name: 'Bo', role: 'viewer' as const, emailVerified: false }
    for (const id of ['bo', 'eve'])
      await server.core.database.user.create({ data: { ...person, id, email: `${id}@example.org` } })
    provider.people.set('bo', { sub: 'b-1', email: 'bo@example.org', email_verified: true, groups: ['virt-see'] })
    const bo = await signIn('bo')
    expect(bo.status, JSON.stringify(bo.body)).toBe(200)
    expect(await whoIs(bo.browser)).toMatchObject({ id: 'bo', role: 'viewer' })
    provider.people.set('mallory', {
      sub: 'm-1',
      email: 'eve@example.org',
      email_verified: false,
      groups: ['virt-ops'],
    })
    const mallory = await signIn('mallory')
    expect(mallory.body.message).toMatch(/has not verified/)
    expect(await server.core.database.session.count({ where: { userId: 'eve' } })).toBe(0)
  })

  it('lets nobody new in when sign-up is off, and nobody at all when it was removed', async () => {
    await admin.send('PUT', '/settings/sign-on', { ...set, signUp: false })
    provider.people.set('zoe', { sub: 'zoe', email: 'zoe@example.org', email_verified: true, groups: ['virt-ops'] })
    const zoe = await signIn('zoe')
    expect(zoe.body).toMatchObject({ code: 'SIGN_ON_REFUSED', message: expect.stringMatching(/nobody has added you/) })
    expect(await server.core.database.user.count({ where: { email: 'zoe@example.org' } })).toBe(0)
    expect((await signIn('mia')).status).toBe(200)
    await admin.send('DELETE', '/settings/sign-on')
    expect((await server.browser().send('POST', '/session/sign-on', {})).status).toBe(404)
  })

  it('leaves the only administrator one, whatever the provider says', async () => {
    await admin.send('PUT', '/settings/sign-on', { ...set, secret: provider.client.secret })
    const { email } = await whoIs(admin)
    provider.people.set('ann', { sub: 'ann', email, email_verified: true, groups: [] })
    expect((await signIn('ann')).status).toBe(200)
    expect((await whoIs(admin)).role).toBe('administrator')
    expect(server.logged()).toContain('the only administrator stays one')
  })
})

it('follows the claim to where providers keep it', () => {
  const claims = { groups: ['a', 7, 'b'], realm_access: { roles: ['c'] }, 'https://example.org/g': 'd' }
  expect([...claimedGroups(claims, 'groups')]).toEqual(['a', 'b'])
  expect([...claimedGroups(claims, 'realm_access.roles')]).toEqual(['c'])
  expect([...claimedGroups(claims, 'https://example.org/g')]).toEqual(['d'])
  expect([...claimedGroups(claims, 'toString')]).toEqual([])
})

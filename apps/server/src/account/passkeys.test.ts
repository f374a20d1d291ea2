// Passkeys instead of password and code, and beside the password: over REST, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../e2e/one-time-code.ts'
import { Authenticator } from '../../test/authenticator.ts'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { type Browser, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { Attempts } from '../auth/attempts.ts'
import { passkeyHome } from '../auth/passkey-options.ts'

const porthole = 'https://porthole.example.org'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  beforeAll(async () => {
    server = await runServer(await databases.place(), { publicOrigin: porthole })
    admin = await setUp(server)
  })
  // All of these come from one address, which may fail ten times a minute.
  const forgive = () => Object.assign(server.core.auth, { attempts: new Attempts() })
  beforeEach(forgive)
  afterAll(() => server.stop())

  const who = async (browser: Browser) => (await browser.send('GET', '/session')).body.person

  async function add(browser: Browser, key: Authenticator, name = 'My key') {
    const { body } = await browser.send('POST', '/account/passkeys/question', { password })
    return browser.send('POST', '/account/passkeys', { name, proof: key.make(body.options) })
  }
  async function enrolled(key = new Authenticator(porthole)) {
    const browser = await server.person('viewer')
    const added = await add(browser, key)
    expect(added.status, JSON.stringify(added.body)).toBe(200)
    const { email, id } = await who(browser)
    return { browser, key, email, person: id, id: added.body.id }
  }
  async function asked() {
    const browser = server.browser()
    const { body } = await browser.send('POST', '/session/passkey', {})
    return { browser, options: body.options }
  }
  async function enter(key: Authenticator) {
    const { browser, options } = await asked()
    const { status, body } = await browser.send('PUT', '/session/passkey', { proof: key.answer(options) })
    return { browser, status, code: body.code, message: body.message }
  }

  it('lets its owner in, and says so in the audit and in the list', async () => {
    const { browser, key, person, email, id } = await enrolled()
    const asks = (await browser.send('GET', '/account/passkeys')).body
    expect(asks).toMatchObject({
      possible: true,
      hasPassword: true,
      passkeys: [{ id, name: 'My key', lastUsedAt: null }],
    })
    expect((await server.browser().send('GET', '/session')).body.passkeys).toBe(true)
    const entered = await enter(key)
    expect(entered.status, JSON.stringify(entered)).toBe(200)
    expect(await who(entered.browser)).toMatchObject({ id: person })
    expect((await browser.send('GET', '/account/passkeys')).body.passkeys[0].lastUsedAt).not.toBeNull()
    await server.core.audit.written()
    const row = await server.core.database.auditRow.findFirst({ where: { action: 'signInByPasskey', result: 'done' } })
    expect(row).toMatchObject({ object: `person:${person}`, objectName: email })
  })

  it('gives whoever signs in another session, and ends the one of before', async () => {
    const { browser, key } = await enrolled()
    const old = browser.cookie
    const { body } = await browser.send('POST', '/session/passkey', {})
    const proof = key.answer(body.options)
    expect((await browser.send('PUT', '/session/passkey', { proof })).status).toBe(200)
    browser.cookie = old
    expect((await browser.send('GET', '/vms')).status).toBe(401)
  })

  it('stands for nothing alone where it did not check that its owner is there, and for a code beside the password', async () => {
    const { browser, key, email } = await enrolled()
    key.verifiesOwner = false
    const alone = await enter(key)
    expect(alone).toMatchObject({ status: 401, code: 'PASSKEY_REFUSED', message: expect.stringContaining('password') })
    expect(await who(alone.browser)).toBeNull()

    const { uri } = (await browser.send('POST', '/account/two-factor', { password })).body
    await browser.send('POST', '/account/two-factor/confirmation', { code: codeOf(uri) })
    const needed = (await server.browser().send('POST', '/session', { email, password })).body
    expect(needed).toMatchObject({ code: 'CODE_NEEDED', data: { passkeys: [{ id: key.id, transports: ['usb'] }] } })
    const unknown = (await server.browser().send('POST', '/session', { email, password: 'not the password' })).body
    expect(JSON.stringify(unknown)).not.toContain(key.id)
    const second = await asked()
    const withKey = (word: string) => ({ email, password: word, passkey: key.answer(second.options) })
    const guess = await second.browser.send('POST', '/session', withKey('not the password'))
    expect(guess.body.code).toBe('WRONG_CREDENTIALS')
    expect((await second.browser.send('POST', '/session', withKey(password))).status).toBe(200)
    expect(await who(second.browser)).toMatchObject({ email })
  })

  it('is no second step of somebody else', async () => {
    const { key } = await enrolled()
    const other = await enrolled()
    const { uri } = (await other.browser.send('POST', '/account/two-factor', { password })).body
    await other.browser.send('POST', '/account/two-factor/confirmation', { code: codeOf(uri) })
    const { browser, options } = await asked()
    const { body } = await browser.send('POST', '/session', {
      email: other.email,
      password,
      passkey: key.answer(options),
    })
    expect(body.code).toBe('PASSKEY_REFUSED')
    expect(await who(browser)).toBeNull()
  })

  it('answers one question, of this browser, once', async () => {
    const { key } = await enrolled()
    const { browser, options } = await asked()
    const proof = key.answer(options)
    const elsewhere = await asked()
    expect((await elsewhere.browser.send('PUT', '/session/passkey', { proof })).status).toBe(401)
    expect((await server.browser().send('PUT', '/session/passkey', { proof })).status).toBe(401)
    const cookie = browser.cookie
    expect((await browser.send('PUT', '/session/passkey', { proof })).status).toBe(200)
    const replay = server.browser()
    replay.cookie = cookie
    expect((await replay.send('PUT', '/session/passkey', { proof })).status).toBe(401)
  })

  it.each<[string, (key: Authenticator, options: Record<string, unknown>) => unknown]>([
    ['of another site', (_key, options) => new Authenticator('https://porthole.example.com').answer(options)],
    ['of a key that nobody added', (_key, options) => new Authenticator(porthole).answer(options)],
    ['to another question', key => key.answer({ challenge: 'AAAA' })],
    [
      'signed by another key under this one’s name',
      (key, options) => ({ ...new Authenticator(porthole).answer(options), id: key.id, rawId: key.id }),
    ],
    [
      'of a copy of the key, which counts from before',
      (key, options) => {
        key.rewind(2)
        return key.answer(options)
      },
    ],
  ])('refuses an answer %s', async (_what, answer) => {
    const { key } = await enrolled()
    expect((await enter(key)).status).toBe(200)
    expect((await enter(key)).status).toBe(200)
    const { browser, options } = await asked()
    const { status } = await browser.send('PUT', '/session/passkey', { proof: answer(key, options) })
    expect(status).toBe(401)
    expect(await who(browser)).toBeNull()
  })

  it('asks for the password before one is added or removed, and counts the tries', async () => {
    const { browser, key, id } = await enrolled()
    const wrong = { password: 'not the password' }
    const issue = { path: 'password', message: 'This is not your password.' }
    const add = await browser.send('POST', '/account/passkeys/question', wrong)
    expect(add.body.data.issues).toEqual([issue])
    const remove = await browser.send('DELETE', `/account/passkeys/${id}`, wrong)
    expect(remove.body.data.issues).toEqual([issue])
    for (let n = 2; n < 10; n++) await browser.send('POST', '/account/passkeys/question', wrong)
    expect((await browser.send('POST', '/account/passkeys/question', { password })).status).toBe(429)
    forgive()
    expect((await browser.send('DELETE', `/account/passkeys/${id}`, { password })).status).toBe(200)
    expect((await enter(key)).status).toBe(401)
  })

  it('adds what was asked of this person, and each key once', async () => {
    const one = await enrolled()
    const other = await server.person('viewer')
    const { options } = (await one.browser.send('POST', '/account/passkeys/question', { password })).body
    expect(options).toMatchObject({
      rp: { id: 'porthole.example.org', name: 'Porthole' },
      authenticatorSelection: { residentKey: 'preferred' },
      excludeCredentials: [{ id: one.key.id }],
    })
    const made = new Authenticator(porthole).make(options)
    expect((await other.send('POST', '/account/passkeys', { name: 'Mine', proof: made })).status).toBe(401)
    expect((await add(other, one.key)).status).toBe(401)
    expect((await one.browser.send('POST', '/account/passkeys', { name: 'Two', proof: made })).status).toBe(200)
    expect((await one.browser.send('POST', '/account/passkeys', { name: 'Three', proof: made })).status).toBe(401)
  })

  it('is renamed and removed by its owner alone', async () => {
    const { browser, id } = await enrolled()
    const path = `/account/passkeys/${id}`
    expect((await admin.send('PUT', path, { name: 'Mine now' })).status).toBe(404)
    expect((await admin.send('DELETE', path, { password })).status).toBe(404)
    expect((await browser.send('PUT', path, { name: 'The blue one' })).status).toBe(200)
    expect((await browser.send('GET', '/account/passkeys')).body.passkeys).toMatchObject([{ id, name: 'The blue one' }])
  })

  it('is not for whom a provider lets in', async () => {
    const { browser, person } = await enrolled()
    await server.core.database.account.deleteMany({ where: { userId: person } })
    const { status, body } = await browser.send('POST', '/account/passkeys/question', { password })
    expect([status, body.code]).toEqual([409, 'WRONG_STATE'])
  })

  it('lets nobody fill the table with questions', async () => {
    const browser = server.browser()
    const ask = () => browser.send('POST', '/session/passkey', {})
    const statuses = []
    for (let n = 0; n < 61; n++) statuses.push((await ask()).status)
    expect(statuses.slice(-2)).toEqual([200, 429])
  })
})

it.each([
  [null, null],
  ['https://porthole.example.org', 'porthole.example.org'],
  ['https://porthole.example.org:8443', 'porthole.example.org'],
  ['http://localhost:8680', 'localhost'],
  ['http://porthole.example.org', null],
  ['https://192.0.2.7', null],
  ['https://[2001:db8::7]', null],
])('of %s belong to %s', (origin, rpID) => {
  expect(passkeyHome(origin)?.rpID ?? null).toBe(rpID)
})

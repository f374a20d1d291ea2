// A code beside the password: over REST, on both databases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../e2e/one-time-code.ts'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { type Browser, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  beforeAll(async () => {
    server = await runServer(await databases.place())
    admin = await setUp(server)
  })
  afterAll(() => server.stop())

  const who = async (browser: Browser) => (await browser.send('GET', '/session')).body.person
  const signIn = async (email: string, code?: string, word = password) => {
    const browser = server.browser()
    const { status, body } = await browser.send('POST', '/session', { email, password: word, ...(code && { code }) })
    return { browser, status, code: body.code }
  }
  async function enrolled() {
    const browser = await server.person('viewer')
    const { email, id } = await who(browser)
    const { body } = await browser.send('POST', '/account/two-factor', { password })
    const { uri, recoveryCodes } = body as { uri: string; recoveryCodes: string[] }
    expect((await browser.send('POST', '/account/two-factor/confirmation', { code: codeOf(uri) })).status).toBe(200)
    return { browser, email, id, uri, recoveryCodes }
  }

  it('asks for it once a first code showed that the app has the secret', async () => {
    const browser = await server.person('viewer')
    const { email } = await who(browser)
    const wrong = await browser.send('POST', '/account/two-factor', { password: 'not the password' })
    expect(wrong.body.data.issues).toEqual([{ path: 'password', message: 'This is not your password.' }])
    const { uri, recoveryCodes } = (await browser.send('POST', '/account/two-factor', { password })).body
    expect(uri).toMatch(/^otpauth:\/\/totp\/Porthole:.*secret=[A-Z2-7]{32,}/)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await signIn(email)).status).toBe(200)
    expect((await browser.send('POST', '/account/two-factor/confirmation', { code: '000000' })).body.code).toBe(
      'WRONG_CODE',
    )
    const old = browser.cookie
    expect((await browser.send('POST', '/account/two-factor/confirmation', { code: codeOf(uri) })).status).toBe(200)
    expect((await browser.send('GET', '/account/two-factor')).body).toEqual({ enabled: true })
    expect(browser.cookie).not.toBe(old)
    browser.cookie = old
    expect((await browser.send('GET', '/vms')).status).toBe(401)
  })

  it('lets nobody in with the password alone, and says so only to those who know it', async () => {
    const { email, uri } = await enrolled()
    expect(await signIn(email, undefined, 'not the password')).toMatchObject({ code: 'WRONG_CREDENTIALS' })
    const half = await signIn(email)
    expect(half).toMatchObject({ status: 401, code: 'CODE_NEEDED' })
    expect(half.browser.cookie).toBeNull()
    expect(await signIn(email, '123 456')).toMatchObject({ status: 401, code: 'WRONG_CODE' })
    await server.core.audit.written()
    const { auditRow } = server.core.database
    const rows = await auditRow.findMany({
      where: { objectName: email, startSeq: { not: null } },
      orderBy: { seq: 'desc' },
    })
    expect(rows.slice(0, 3).map(({ action, result, error }) => [action, result, error])).toEqual([
      ['signIn', 'failed', 'WRONG_CODE'],
      ['codeAsked', 'done', null],
      ['signIn', 'failed', 'WRONG_CREDENTIALS'],
    ])
    const code = codeOf(uri, 1)
    expect((await signIn(email, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200)
  })

  // All of these come from one address, which may fail ten times a minute.
  it('takes each code once, also of several who send it at the same time', async () => {
    const { email, uri } = await enrolled()
    const code = codeOf(uri, 1)
    const tries = await Promise.all(Array.from({ length: 3 }, () => signIn(email, code)))
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await signIn(email, code)).toMatchObject({ code: expect.stringMatching(/WRONG_CODE|TOO_MANY/) })
  })

  it('takes each recovery code once, and none of the old ones after there are new', async () => {
    const { browser, email, recoveryCodes } = await enrolled()
    const [first = '', second = ''] = recoveryCodes
    const tries = await Promise.all(Array.from({ length: 3 }, () => signIn(email, first)))
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1)
    const renewed = await browser.send('POST', '/account/two-factor/recovery-codes', { password })
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    expect(await signIn(email, second)).toMatchObject({ code: 'WRONG_CODE' })
    expect((await signIn(email, renewed.body.recoveryCodes[0])).status).toBe(200)
  })

  it('keeps no secret and no code that could be read, nor writes one down', async () => {
    const { uri, recoveryCodes, email } = await enrolled()
    await signIn(email, recoveryCodes[3])
    const secret = new URL(uri).searchParams.get('secret') ?? ''
    const { database } = server.core
    const stored = JSON.stringify([
      await database.twoFactor.findMany(),
      await database.auditRow.findMany(),
      await database.verification.findMany(),
    ])
    for (const hidden of [secret, ...recoveryCodes, password]) {
      expect(stored).not.toContain(hidden)
      expect(server.logged()).not.toContain(hidden)
    }
  })

  it('stops asking when its owner, or an administrator, says so', async () => {
    const one = await enrolled()
    expect((await one.browser.send('DELETE', '/account/two-factor', { password: 'wrong' })).body.code).toBe('BAD_INPUT')
    expect((await one.browser.send('DELETE', '/account/two-factor', { password })).status).toBe(200)
    expect((await signIn(one.email)).status).toBe(200)
    const two = await enrolled()
    const people = (await admin.send('GET', '/people')).body.people
    expect(people.find(({ id }: { id: string }) => id === two.id)).toMatchObject({ twoFactor: true })
    expect((await admin.send('DELETE', `/people/${two.id}/two-factor`)).status).toBe(200)
    expect((await signIn(two.email)).status).toBe(200)
    expect((await admin.send('DELETE', `/people/${two.id}/two-factor`)).status).toBe(404)
  })
})

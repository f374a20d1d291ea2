import { once } from 'node:events'
import { closeCodes, eventsPath } from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dialects, emptyDatabases, usualDialect } from '../../test/databases.ts'
import { ann, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { Attempts } from '../auth/attempts.ts'
import { everyMs } from './watch-sessions.ts'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  beforeAll(async () => {
    server = await runServer(await databases.place())
  })
  afterAll(() => server.stop())

  it('lets whoever has the link make the first administrator, once, also when two are fast', async () => {
    const stranger = server.browser()
    expect((await stranger.send('GET', '/session')).body).toMatchObject({ person: null, needsSetup: true })
    expect((await stranger.send('POST', '/setup', { token: 'guessed', ...ann })).body.code).toBe('SETUP_LINK_INVALID')

    const token = server.core.auth.setupLink.issue()
    const short = await stranger.send('POST', '/setup', { token, ...ann, password: 'short' })
    expect(short.body).toMatchObject({ code: 'BAD_INPUT', data: { issues: [{ path: 'password' }] } })

    const two = [server.browser(), server.browser()]
    const emails = ['ann@example.org', 'eve@example.org']
    const replies = await Promise.all(two.map((b, i) => b.send('POST', '/setup', { token, ...ann, email: emails[i] })))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403])
    expect(await server.core.database.user.count()).toBe(1)

    const winner = two[replies.findIndex(({ status }) => status === 200)]
    const session = await winner?.send('GET', '/session')
    expect(session?.body).toMatchObject({ person: { role: 'administrator', name: 'Ann' }, needsSetup: false })
    const again = await stranger.send('POST', '/setup', { token: server.core.auth.setupLink.issue(), ...ann })
    expect(again.body.code).toBe('SETUP_LINK_INVALID')
  })

  it('says of a wrong password what it says of a stranger, in the same time', async () => {
    const { email } = await known(server)
    const timed = async (address: string) => {
      const began = performance.now()
      const reply = await server.browser().send('POST', '/session', { email: address, password: 'wrong password' })
      return { body: reply.body, headers: [...reply.headers.keys()], ms: performance.now() - began }
    }
    const [wrong, stranger] = [await timed(email), await timed('nobody@example.org')]
    // What else goes on can only make it longer: of several the shortest counts.
    for (let n = 0; n < 2; n++) {
      Object.assign(server.core.auth, { attempts: new Attempts() })
      wrong.ms = Math.min(wrong.ms, (await timed(email)).ms)
      stranger.ms = Math.min(stranger.ms, (await timed('nobody@example.org')).ms)
    }
    expect(wrong.body).toMatchObject({ code: 'WRONG_CREDENTIALS', message: 'E-mail address or password is wrong.' })
    expect(stranger.body).toEqual(wrong.body)
    expect(stranger.headers).toEqual(wrong.headers)
    // Both hash a password, which takes most of the time: a look-up alone is a hundred times faster.
    expect(Math.min(stranger.ms, wrong.ms) / Math.max(stranger.ms, wrong.ms)).toBeGreaterThan(0.3)
  })

  it('gives a new cookie that no script can read and no other site can send, and keeps nothing that equals it', async () => {
    const { email } = await known(server)
    const browser = server.browser()
    browser.cookie = 'porthole=planted.by-somebody'
    const reply = await browser.send('POST', '/session', { email: email.toUpperCase(), password })
    const line = reply.headers.getSetCookie().at(-1)
    expect(line).toMatch(/^porthole=\S{40,}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    const rows = await server.core.database.session.findMany()
    const value = decodeURIComponent(browser.cookie?.split('=')[1] ?? '')
    expect(rows.map(({ token }) => token)).not.toContain(value)
    // What a copy of the database has is not enough: the signature needs the key beside it.
    const thief = server.browser()
    thief.cookie = `porthole=${rows[0]?.token}`
    expect((await thief.send('GET', '/hosts')).status).toBe(401)
  })

  it('ends a session with its sockets when its owner signs out', async () => {
    const browser = await server.person('operator')
    const socket = await browser.socket(eventsPath)
    const closed = once(socket, 'close')
    const old = browser.cookie
    expect((await browser.send('DELETE', '/session')).status).toBe(200)
    expect((await closed)[0]).toBe(closeCodes.signedOut)
    expect(browser.cookie).toBeNull()
    browser.cookie = old
    expect((await browser.send('GET', '/hosts')).body.code).toBe('NOT_SIGNED_IN')
    await expect(browser.socket(eventsPath)).rejects.toThrow('401')
  })

  it('closes the sockets of a session that ended elsewhere, and leaves the others, within a second', async () => {
    const [gone, stays] = [await server.person('viewer'), await server.person('viewer')]
    const [first, second] = [await gone.socket(eventsPath), await stays.socket(eventsPath)]
    const closed = once(first, 'close')
    const id = (await gone.send('GET', '/session')).body.person.id
    await server.core.database.session.updateMany({ where: { userId: id }, data: { expiresAt: new Date(0) } })
    const rounds = vi.spyOn(server.core.auth, 'ended')
    expect((await closed)[0]).toBe(closeCodes.signedOut)
    // By the round that was on its way, or the next: one may have begun before the browser heard of it.
    expect(rounds.mock.calls.length).toBeLessThanOrEqual(2)
    expect(everyMs).toBeLessThan(1000)
    rounds.mockRestore()
    expect(second.readyState).toBe(second.OPEN)
    second.close()
  })

  it('ends a session after seven days, however busy, and its sockets with it', async () => {
    const browser = await server.person('viewer')
    const socket = await browser.socket(eventsPath)
    const closed = once(socket, 'close')
    const { session } = server.core.database
    const { id } = (await browser.send('GET', '/session')).body.person
    const { id: sessionId } = await session.findFirstOrThrow({ where: { userId: id } })
    const began = async (daysAgo: number) => {
      const createdAt = new Date(Date.now() - daysAgo * 24 * 3600 * 1000)
      await session.update({ where: { id: sessionId }, data: { createdAt } })
      server.core.auth.recent.forget()
    }
    await began(6.99)
    expect(await server.core.auth.ended([sessionId])).toEqual([])
    expect((await browser.send('GET', '/hosts')).status).toBe(200)
    await began(7.01)
    expect((await closed)[0]).toBe(closeCodes.signedOut)
    expect((await browser.send('GET', '/hosts')).status).toBe(401)
    expect(await session.count({ where: { userId: id } })).toBe(0)
  })

  it('ends a session after twelve hours without use, and its sockets with it', async () => {
    const browser = await server.person('viewer')
    const id = (await browser.send('GET', '/session')).body.person.id
    const { session } = server.core.database
    const endsIn = async () =>
      (await session.findFirstOrThrow({ where: { userId: id } })).expiresAt.getTime() - Date.now()
    const hours = 3600_000
    expect(await endsIn()).toBeGreaterThan(11.9 * hours)
    // Used now after it lay for eleven hours, it has twelve again.
    const lying = { expiresAt: new Date(Date.now() + hours), updatedAt: new Date(Date.now() - 11 * hours) }
    await session.updateMany({ where: { userId: id }, data: lying })
    await expect.poll(async () => (await browser.send('GET', '/hosts')) && endsIn()).toBeGreaterThan(11.9 * hours)

    const socket = await browser.socket(eventsPath)
    const closed = once(socket, 'close')
    await session.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect.poll(async () => (await browser.send('GET', '/hosts')).status, { timeout: 1000 }).toBe(401)
    expect((await closed)[0]).toBe(closeCodes.signedOut)
  })

  it('grants a person whose role it does not know the least', async () => {
    const browser = await server.person('emperor')
    expect((await browser.send('GET', '/session')).body.person.role).toBe('none')
  })

  it('stops guessing after ten failures a minute, whoever is guessed', async () => {
    const replies = []
    for (let i = 0; i < 12; i++) {
      replies.push(
        await server.browser().send('POST', '/session', { email: `guess${i}@example.org`, password: 'wrong' }),
      )
    }
    const last = replies.at(-1)
    expect(last?.status).toBe(429)
    expect(last?.body.code).toBe('TOO_MANY')
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await server.core.database.auditRow.count({ where: { error: 'TOO_MANY' } })).toBe(0)
  })

  it('logs no password, token or cookie', async () => {
    const tokens = (await server.core.database.session.findMany()).map(({ token }) => token)
    expect(tokens.length).toBeGreaterThan(0)
    for (const secret of [password, 'wrong password', ...tokens]) expect(server.logged()).not.toContain(secret)
  })
})

describe('behind a proxy that speaks https', () => {
  const databases = emptyDatabases(usualDialect)
  let server: RunningServer
  beforeAll(async () => {
    server = await runServer(await databases.place(), { publicOrigin: 'https://porthole.example.org' })
  })
  afterAll(() => server.stop())

  it('binds the cookie to https and this host, and tells browsers to stay on https', async () => {
    const browser = server.browser()
    const reply = await browser.send('POST', '/setup', { token: server.core.auth.setupLink.issue(), ...ann })
    expect(reply.headers.getSetCookie()[0]).toMatch(/^__Host-porthole=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(reply.headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
    expect((await browser.send('GET', '/hosts')).status).toBe(200)
    const out = await browser.send('DELETE', '/session')
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-porthole=; Max-Age=0; .*Secure$/)
  })

  it('takes writes from that origin alone, and says which it is', async () => {
    const reply = await server.browser().send('POST', '/session', ann, { origin: server.url })
    expect(reply.body.code).toBe('FOREIGN_ORIGIN')
    expect(reply.body.message).toContain('https://porthole.example.org')
  })
})

async function known(server: RunningServer): Promise<{ email: string }> {
  if ((await server.core.database.user.count()) === 0) await setUp(server)
  return await server.core.database.user.findFirstOrThrow({ where: { role: 'administrator' } })
}

// One's own password, sessions and tokens over REST; and the way back in at a terminal.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import {
  closeCodes,
  consolePath,
  eventsPath,
  guestConsolePath,
  type Permission,
  rfbProtocol,
  serialPath,
  ticketProtocol,
} from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { changed, testVm } from '../../test/live-core.ts'
import { type Browser, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { authenticate } from '../http/caller.ts'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  let place: Awaited<ReturnType<typeof databases.place>>

  beforeAll(async () => {
    place = await databases.place()
    server = await runServer(place)
    admin = await setUp(server)
    const { hosts } = server.core
    await changed(hosts, 'vm', () => [...hosts.vms()].length > 0)
  })
  afterAll(() => server.stop())

  const emailOf = async (browser: Browser) => (await browser.send('GET', '/session')).body.person.email
  const again = async (email: string, word = password) => {
    const browser = server.browser()
    const { status } = await browser.send('POST', '/session', { email, password: word })
    return { browser, status }
  }

  it('lists where one is signed in, and ends one of these with its sockets; nobody else’s', async () => {
    const first = await server.person('viewer')
    const { browser: second } = await again(await emailOf(first))
    const closed = once(await second.socket(eventsPath), 'close')
    const { sessions } = (await first.send('GET', '/account/sessions')).body
    expect(sessions).toHaveLength(2)
    expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
    const { id } = sessions.find(({ current }: { current: boolean }) => !current)
    const stranger = await server.person('administrator')
    expect((await stranger.send('DELETE', `/account/sessions/${id}`)).status).toBe(404)
    expect((await first.send('DELETE', `/account/sessions/${id}`)).status).toBe(200)
    expect((await closed)[0]).toBe(closeCodes.signedOut)
    expect((await second.send('GET', '/vms')).status).toBe(401)
    expect((await first.send('GET', '/vms')).status).toBe(200)
  })

  it('changes a password for whoever knows the old one, and ends every other session', async () => {
    const first = await server.person('viewer')
    const email = await emailOf(first)
    const { browser: second } = await again(email)
    const wrong = await first.send('PUT', '/account/password', {
      current: 'a wrong one',
      password: 'quite a new password',
    })
    expect(wrong.body.data.issues).toEqual([{ path: 'current', message: 'This is not your password.' }])
    expect((await second.send('GET', '/vms')).status).toBe(200)
    const short = await first.send('PUT', '/account/password', { current: password, password: 'short' })
    expect(short.body.code).toBe('BAD_INPUT')
    expect(
      (await first.send('PUT', '/account/password', { current: password, password: 'quite a new password' })).status,
    ).toBe(200)
    expect((await second.send('GET', '/vms')).status).toBe(401)
    expect((await first.send('GET', '/vms')).status).toBe(200)
    expect((await again(email)).status).toBe(401)
    expect((await again(email, 'quite a new password')).status).toBe(200)
  })

  it('keeps views of the fleet for each person, one to a name', async () => {
    const [ann, bob] = [await server.person('viewer'), await server.person('viewer')]
    const save = (query: string) => ann.send('PUT', '/account/views', { name: 'Production', query })
    const { id } = (await save('?q=tag:prod')).body
    expect((await save('?q=tag:prod+state:running')).body).toEqual({ id })
    const kept = { views: [{ id, name: 'Production', query: '?q=tag:prod+state:running' }] }
    expect((await ann.send('GET', '/account/views')).body).toEqual(kept)
    expect((await bob.send('GET', '/account/views')).body).toEqual({ views: [] })
    expect((await bob.send('DELETE', `/account/views/${id}`)).status).toBe(404)
    expect((await save('//elsewhere.example')).body.code).toBe('BAD_INPUT')
    expect((await ann.send('DELETE', `/account/views/${id}`)).status).toBe(200)
    expect((await ann.send('GET', '/account/views')).body).toEqual({ views: [] })
  })

  describe('a token', () => {
    const make = async (owner: Browser, permissions: Permission[]) => {
      const body = { name: 'backup', permissions, days: 1 }
      return (await owner.send('POST', '/account/tokens', body)).body as { id: string; token: string }
    }
    /** As a program asks, which sends neither Origin nor cookie. */
    const by = (token: string) => async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json() }
    }

    it('does what it says of what its person may do, and no more; the audit names it', async () => {
      const owner = await server.person('operator')
      const { token } = await make(owner, ['vm.see', 'vm.power', 'vm.delete'])
      const program = by(token)
      const { id } = await testVm(server.core.hosts)
      const vm = (await program('GET', `/vms/${id}`)).body
      expect(vm.can).toEqual(['vm.see', 'vm.power'])
      expect((await program('GET', '/hosts')).body.hosts).toEqual([])
      expect((await program('DELETE', `/vms/${vm.id}`)).body).toMatchObject({ code: 'NOT_ALLOWED' })
      const row = await server.core.database.auditRow.findFirst({ where: { action: 'deleteVm' } })
      expect(row).toMatchObject({ credential: 'token backup', person: await emailOf(owner), sessionId: null })
      expect(JSON.stringify(await server.core.database.auditRow.findMany())).not.toContain(token)
      expect(server.logged()).not.toContain(token)
      expect(JSON.stringify(await server.core.database.apiToken.findMany())).not.toContain(token)
    })

    it('serves a program that asks many things at once', async () => {
      const { token } = await make(await server.person('viewer'), ['vm.see'])
      const headers = { authorization: `Bearer ${token}` }
      const request = { headers, socket: { remoteAddress: '10.0.0.9' } } as unknown as IncomingMessage
      const callers = await Promise.all(Array.from({ length: 40 }, () => authenticate(server.core, request, () => {})))
      expect(callers.map(({ credential }) => credential)).toEqual(Array(40).fill('token backup'))
    })

    it('reaches no account, opens no socket, and is nothing once it is taken back, expired or forged', async () => {
      const owner = await server.person('administrator')
      const { id, token } = await make(owner, ['vm.see'])
      const program = by(token)
      const more = await program('POST', '/account/tokens', { name: 'more', permissions: ['user.manage'], days: 366 })
      expect(more).toMatchObject({
        status: 403,
        body: { message: 'A token is not enough for this: sign in on the page.' },
      })
      expect((await program('GET', '/people')).status).toBe(403)
      const headers = { origin: server.url, authorization: `Bearer ${token}` }
      for (const path of [eventsPath, consolePath, serialPath, guestConsolePath]) {
        const offered = { ...headers, 'sec-websocket-protocol': `${rfbProtocol}, ${ticketProtocol}x` }
        await expect(server.browser().socket(path, offered), path).rejects.toThrow(/refused with 40[13]/)
      }
      await server.core.database.apiToken.update({ where: { id }, data: { expiresAt: new Date(0) } })
      expect((await program('GET', '/vms')).status).toBe(401)
      const { id: second, token: other } = await make(owner, ['vm.see'])
      expect((await owner.send('GET', '/account/tokens')).body.tokens).toMatchObject([{ id: second, name: 'backup' }])
      const stranger = await server.person('administrator')
      expect((await stranger.send('DELETE', `/account/tokens/${second}`)).status).toBe(404)
      expect((await owner.send('DELETE', `/account/tokens/${second}`)).status).toBe(200)
      expect((await by(other)('GET', '/vms')).status).toBe(401)
      expect((await by(`porthole_${'A'.repeat(43)}`)('GET', '/vms')).status).toBe(401)
      // A cookie beside a token that is no good does not help.
      const both = await owner.send('GET', '/vms', undefined, { authorization: 'Bearer nonsense' })
      expect(both.status).toBe(401)
    })
  })

  it('gives the way back in at a terminal: a new password, and an administrator', { timeout: 60_000 }, async () => {
    const locked = await server.person('viewer')
    const email = await emailOf(locked)
    const env = { ...process.env, PORTHOLE_DATA: place.data, DATABASE_URL: place.databaseUrl ?? '' }
    const porthole = (...args: string[]) =>
      promisify(execFile)('npx', ['--no-install', 'tsx', 'apps/server/src/porthole.ts', 'admin', ...args], { env })
    await expect(porthole('promote', 'nobody@example.org')).rejects.toMatchObject({
      code: 1,
      stderr: 'Nobody here has the address nobody@example.org.\n',
    })
    expect((await porthole('promote', email.toUpperCase())).stdout).toBe(`${email} is an administrator now.\n`)
    await server.core.access.load()
    const [, word = ''] = /: (\S{20})\n/.exec((await porthole('reset-password', email)).stdout) ?? []
    expect((await locked.send('GET', '/vms')).status).toBe(401)
    expect((await again(email)).status).toBe(401)
    const { browser } = await again(email, word)
    expect((await browser.send('GET', '/people')).status).toBe(200)
    const rows = await server.core.database.auditRow.findMany({ where: { credential: 'command line', result: 'done' } })
    expect(rows.map(({ action }) => action)).toEqual(['makeAdministrator', 'resetPassword'])
    expect(JSON.stringify(rows)).not.toContain(word)
    expect((await admin.send('GET', '/people')).status).toBe(200)
  })
})

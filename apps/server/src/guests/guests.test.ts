// Links to one VM's console for people without an account, on a real guest's display.
import { once } from 'node:events'
import { closeCodes, consolePath, eventsPath, guestConsolePath, rfbProtocol } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { changed } from '../../test/live-core.ts'
import { RfbViewer } from '../../test/rfb-viewer.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { everyMs } from '../session/watch-sessions.ts'
import { callerOfGuest } from './guests.ts'

const key = Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61, 4, 0, 0, 0, 0, 0, 0, 0x61])

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  let guest: Guest
  const viewers: RfbViewer[] = []

  beforeAll(async () => {
    server = await runServer(await databases.place(), { localUri: 'qemu:///system' })
    admin = await setUp(server)
    const { hosts } = server.core
    await changed(hosts, 'host', () => hosts.list().some(({ state }) => state === 'connected'))
    const link = hosts.link(hosts.list()[0]?.id ?? '')
    guest = await defineGuest(link, `guests-${dialect}`)
    await link.refresh(guest.uuid)
    expect((await admin.send('POST', `/vms/${guest.uuid}/start`)).status).toBe(200)
  })
  afterEach(() => {
    for (const viewer of viewers.splice(0)) viewer.close()
  })
  afterAll(async () => {
    await guest.remove()
    await server.stop()
  })

  const links = () => `/vms/${guest.uuid}/guest-links`
  const invite = async (input: object = {}, by = admin) =>
    (await by.send('POST', links(), { minutes: 60, ...input })).body as { link: string; token: string }
  /** Somebody without an account who opens a link. */
  const come = async ({ token }: { token: string }, name = 'Max') => {
    const browser = server.browser()
    return { browser, ...(await browser.send('POST', '/guest', { token, name })) }
  }
  const connect = (browser: Browser, link: string, ticket: string | null, path = guestConsolePath) => {
    const headers = { origin: browser.origin, cookie: browser.cookie ?? '' }
    const url = `${server.url.replace('http', 'ws')}${path}?link=${link}`
    const viewer = new RfbViewer(url, ticket, [rfbProtocol], headers)
    viewers.push(viewer)
    return viewer
  }
  const open = async (browser: Browser, link: string) => {
    const { body } = await browser.send('POST', `/guest/${link}/console`)
    const viewer = connect(browser, link, body.ticket)
    await viewer.handshake()
    return viewer
  }
  const visitor = async (input: object = {}, name?: string) => {
    const made = await invite(input)
    const { browser } = await come(made, name)
    return { ...made, browser, viewer: await open(browser, made.link) }
  }

  it('shows the one console, and its guest is nobody everywhere else', async () => {
    const { link, browser, viewer } = await visitor()
    await viewer.picture()
    expect((await browser.send('GET', `/guest/${link}`)).body).toEqual({
      ...{ vm: guest.name, name: 'Max', control: false, expiresAt: expect.any(String) },
    })
    for (const path of ['/hosts', '/vms', `/vms/${guest.uuid}`, links(), '/jobs']) {
      expect((await browser.send('GET', path)).status, path).toBe(401)
    }
    expect((await browser.send('POST', `/vms/${guest.uuid}/console`)).status).toBe(401)
    await expect(browser.socket(eventsPath)).rejects.toThrow('401')
    const { body } = await browser.send('POST', `/guest/${link}/console`)
    expect(await connect(browser, link, body.ticket, consolePath).refused()).toBe(401)
  })

  it('is no way in without its cookie, with another link’s, or with a spent ticket', async () => {
    const { link, browser, viewer } = await visitor()
    await viewer.picture()
    const other = await come(await invite())
    const ticket = async () => (await browser.send('POST', `/guest/${link}/console`)).body.ticket
    expect(await connect(server.browser(), link, await ticket()).refused()).toBe(403)
    expect(await connect(other.browser, link, await ticket()).refused()).toBe(403)
    expect(await connect(other.browser, other.body.link, await ticket()).refused()).toBe(401)
    expect(await connect(browser, link, null).refused()).toBe(401)
    const renamed = server.browser()
    renamed.cookie = other.browser.cookie?.replace(other.body.link, link) ?? null
    expect(await connect(renamed, link, await ticket()).refused()).toBe(403)
    // Nor does an account count for anything there.
    expect(await connect(admin, link, await ticket()).refused()).toBe(403)
  })

  it('names its guest to the others, lets who watches type nothing, and who may control have it when it is free', async () => {
    const watching = await visitor({}, 'Wendy')
    await expect.poll(() => watching.viewer.room?.viewers).toMatchObject([{ name: 'Guest: Wendy', mayControl: false }])
    watching.viewer.ask({ type: 'take' })
    watching.viewer.send(key)
    const controlling = await visitor({ control: true }, 'Carl')
    await expect.poll(() => controlling.viewer.room?.controller).toBe(controlling.viewer.room?.you)
    await expect.poll(() => watching.viewer.room?.controller).toBe(controlling.viewer.room?.you)
    expect(controlling.viewer.room?.mayTake).toBe(false)
    expect(controlling.viewer.room?.viewers.map(({ own }) => own)).toEqual([false, true])
    const { body } = await admin.send('GET', links())
    const listed = body.links.find(({ id }: { id: string }) => id === watching.link)
    expect(listed).toMatchObject({
      ...{ control: false, uses: 1, mostUses: 1, madeBy: 'Ann' },
      visits: [{ name: 'Wendy', here: true }],
    })
  })

  it('closes within a second when the link expires, and when it is taken back, here or on another server', async () => {
    const [revoked, expired, elsewhere] = [await visitor(), await visitor(), await visitor()]
    const rounds = vi.spyOn(server.core.guests, 'closeEnded')
    const { guestLink } = server.core.database
    const acts = [
      [revoked, () => admin.send('DELETE', `${links()}/${revoked.link}`)],
      [expired, () => guestLink.update({ where: { id: expired.link }, data: { expiresAt: new Date() } })],
      [elsewhere, () => guestLink.delete({ where: { id: elsewhere.link } })],
    ] as const
    for (const [visit, act] of acts) {
      const end = once(visit.viewer.socket, 'close')
      await act()
      rounds.mockClear()
      expect((await end)[0]).toBe(closeCodes.linkEnded)
      // By the round that was on its way, or the next: one may have begun before the browser heard of it.
      expect(rounds.mock.calls.length).toBeLessThanOrEqual(2)
      expect((await visit.browser.send('POST', `/guest/${visit.link}/console`)).body.code).toBe('GUEST_LINK_INVALID')
    }
    expect(everyMs).toBeLessThan(1000)
    rounds.mockRestore()
  })

  it('is worth nothing once it has expired, to who came before and to who comes then', async () => {
    const made = await invite({ control: true, minutes: 5, uses: 2 })
    const { browser } = await come(made)
    const { guests, database } = server.core
    const now = Date.now()
    const here = await guests.whoIs(server.core, made.link, browser.cookie ?? undefined)
    const endsIn = (here.expiresAt.getTime() - now) / 60_000
    expect(endsIn).toBeGreaterThan(4.9)
    expect(endsIn).toBeLessThanOrEqual(5)
    const place = { vm: { id: guest.uuid, host: here.vm.host } }
    const can = (is: typeof here) => callerOfGuest(server.core, is, { from: null, agent: null }).may(place)
    expect(can(here)).toEqual(['vm.watch', 'vm.console'])

    const expiresAt = new Date(now - 1)
    await database.guestLink.update({ where: { id: made.link }, data: { expiresAt } })
    expect((await browser.send('GET', `/guest/${made.link}`)).body.code).toBe('GUEST_LINK_INVALID')
    expect((await come(made)).body.code).toBe('GUEST_LINK_INVALID')
    // Before the watch of the sessions has closed what they had open.
    expect(can({ ...here, expiresAt })).toEqual([])
  })

  it('is worth no more than what its maker may do, also later', async () => {
    const operator = await server.person('operator')
    const made = await invite({ control: true }, operator)
    const { browser } = await come(made)
    const viewer = await open(browser, made.link)
    const closed = once(viewer.socket, 'close')
    const { id } = (await operator.send('GET', '/session')).body.person
    expect((await admin.send('PUT', `/people/${id}/role`, { role: 'console-user' })).status).toBe(200)
    expect((await closed)[0]).toBe(closeCodes.accessChanged)
    expect((await browser.send('POST', `/guest/${made.link}/console`)).body.code).toBe('GUEST_LINK_INVALID')
    expect((await operator.send('POST', links(), { minutes: 5 })).status).toBe(403)
  })

  it('lets in as many as it says, also of those who come at the same time', async () => {
    const made = await invite({ uses: 2 })
    const four = await Promise.all([1, 2, 3, 4].map(() => come(made)))
    expect(four.map(({ status }) => status).sort()).toEqual([200, 200, 403, 403])
    expect((await come({ token: 'no-such-token' })).body.code).toBe('GUEST_LINK_INVALID')
  })

  it('gives a cookie that no script reads and no other site sends, and keeps nothing that opens the link', async () => {
    const made = await invite({ note: 'for the supplier' })
    const { browser, headers } = await come(made, 'Olga')
    expect(headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict/)
    const viewer = await open(browser, made.link)
    viewer.close()
    const { database, audit } = server.core
    await expect
      .poll(() => database.auditRow.count({ where: { action: 'consoleClosed', person: 'Guest: Olga' } }))
      .toBe(1)
    await audit.written()
    const rows = await database.auditRow.findMany()
    const kept = JSON.stringify([rows, await database.guestLink.findMany(), await database.guestVisit.findMany()])
    const secret = browser.cookie?.split('=')[1] ?? 'none'
    for (const text of [made.token, secret]) {
      expect(kept).not.toContain(text)
      expect(server.logged()).not.toContain(text)
    }
    const of = { object: `vm:${guest.uuid}`, result: 'done' }
    expect(rows).toContainEqual(
      expect.objectContaining({ ...of, action: 'enterByGuestLink', objectName: guest.name, args: '{"name":"Olga"}' }),
    )
    expect(rows).toContainEqual(
      expect.objectContaining({ ...of, action: 'consoleOpened', credential: `guest link ${made.link}` }),
    )
    expect(rows).toContainEqual(
      expect.objectContaining({ ...of, action: 'createGuestLink', person: 'ann@example.org' }),
    )
  })

  it('is refused by a VM that is off with a sentence, and by nobody’s guessing faster than ten a minute', async () => {
    const made = await invite()
    const { browser } = await come(made)
    await admin.send('POST', `/vms/${guest.uuid}/force-off`)
    expect((await browser.send('POST', `/guest/${made.link}/console`)).body).toMatchObject({
      ...{ code: 'WRONG_STATE', message: 'The VM is shut off: start it first.' },
    })
    await admin.send('POST', `/vms/${guest.uuid}/start`)
    const tries: number[] = []
    for (let i = 0; i < 12; i++) tries.push((await come({ token: `guess-${i}` })).status)
    expect(tries.at(-1)).toBe(429)
  })
})

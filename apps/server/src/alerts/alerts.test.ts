import { once } from 'node:events'
import { type Alert, type AlertRule, eventsPath, type ServerMessage } from '@porthole/contract'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { dialects, emptyDatabases, usualDialect } from '../../test/databases.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { openDatabase } from '../database/open-database.ts'

const rule: AlertRule = {
  ...{ name: 'Pool', on: { kind: 'everything' }, figure: 'pool-full', side: 'below', threshold: 50, clearsAt: null },
  ...{ seconds: 0, severity: 'warning', enabled: true },
}

async function open(browser: Browser): Promise<Alert[]> {
  return (await browser.send('GET', '/alerts')).body.alerts
}

/** Resolves with the first open alert that is so. */
async function alert({ core }: RunningServer, browser: Browser, so: (alert: Alert) => boolean): Promise<Alert> {
  for (;;) {
    const changed = once(core.alerts.changes, 'alert')
    const found = (await open(browser)).find(so)
    if (found) return found
    await changed
  }
}

async function ended({ core }: RunningServer, id: string): Promise<void> {
  while ([...core.alerts.open()].some(alert => alert.id === id)) await once(core.alerts.changes, 'alert')
}

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('fires, is acknowledged, outlives a restart, and ends', async () => {
    const place = await databases.place()
    const first = await runServer(place)
    const admin = await setUp(first)
    const { id } = (await admin.send('POST', '/alert-rules', rule)).body
    const fired = await alert(first, admin, ({ ruleId }) => ruleId === id)
    expect(fired).toMatchObject({ about: 'pool', name: 'default-pool', value: 0, state: 'firing', rule: 'Pool' })
    expect((await admin.send('GET', '/alert-rules')).body.rules).toMatchObject([
      { id, where: 'everything', watched: 1, unknown: 0, firing: 1 },
    ])
    await admin.send('POST', `/alerts/${fired.id}/acknowledgement`, { minutes: 60 })
    // Of several servers with one database, a new one leads only once those before it have been silent for a while.
    await first.stop()
    const between = await openDatabase(place, pino({ level: 'silent' }))
    await between.serverPulse.deleteMany()
    await between.$disconnect()

    const second = await runServer(place)
    const again = second.browser()
    await again.send('POST', '/session', { email: 'ann@example.org', password: 'correct horse battery' })
    expect(await alert(second, again, () => true)).toMatchObject({
      ...{ id: fired.id, since: fired.since, firedAt: fired.firedAt, state: 'firing' },
      acknowledged: { by: 'ann@example.org' },
    })
    await again.send('PUT', `/alert-rules/${id}`, { ...rule, threshold: 0 })
    await ended(second, fired.id)
    expect((await again.send('GET', '/alerts/past')).body).toMatchObject({
      alerts: [{ id: fired.id, state: 'resolved', end: 'cleared', value: 0 }],
      next: null,
    })
    // It was said for an hour: the same happening again is known, too.
    await again.send('PUT', `/alert-rules/${id}`, { ...rule, threshold: 50 })
    const back = await alert(second, again, ({ ruleId }) => ruleId === id)
    expect(back).toMatchObject({ acknowledged: { by: 'ann@example.org' } })
    expect(back.id).not.toBe(fired.id)
    await again.send('DELETE', `/alert-rules/${id}`)
    await ended(second, back.id)
    expect((await again.send('GET', '/alerts/past')).body.alerts[0]).toMatchObject({ id: back.id, end: 'rule' })
    await second.stop()
  })
})

describe('what is told', () => {
  const databases = emptyDatabases(usualDialect)

  it('tells of a host that does not answer, from when it did not, and of nothing about its VMs', async () => {
    const server = await runServer(await databases.place())
    const admin = await setUp(server)
    const { body } = await admin.send('POST', '/hosts', { name: 'dead', uri: 'qemu+tcp://127.0.0.1:1/system' })
    await changed(server.core.hosts, 'host', () => server.core.hosts.link(body.id).snapshot().state === 'away')
    const away = { ...rule, name: 'Away', figure: 'host-away', side: 'above', threshold: null } as const
    await admin.send('POST', '/alert-rules', away)
    const fired = await alert(server, admin, ({ figure }) => figure === 'host-away')
    expect(fired).toMatchObject({ about: 'host', name: 'dead', host: body.id, value: 1 })
    expect(fired.since).toBe(server.core.hosts.link(body.id).snapshot().since)
    await admin.send('PUT', `/hosts/${body.id}`, { maintenance: true })
    await ended(server, fired.id)
    expect((await admin.send('GET', '/alerts/past')).body.alerts[0]).toMatchObject({ end: 'maintenance' })
    await server.stop()
  })

  it('takes what can not be measured for unknown, and not for well', async () => {
    const server = await runServer(await databases.place())
    const admin = await setUp(server)
    const { body } = await admin.send('POST', '/hosts', { name: 'dead', uri: 'qemu+tcp://127.0.0.1:1/system' })
    await changed(server.core.hosts, 'host', () => server.core.hosts.link(body.id).snapshot().state === 'away')
    const on = { kind: 'host', host: body.id }
    await admin.send('POST', '/alert-rules', { ...rule, name: 'CPU', on, figure: 'host-cpu', threshold: 100 })
    const { rules } = (await admin.send('GET', '/alert-rules')).body
    expect(rules).toMatchObject([{ watched: 1, unknown: 1, firing: 0 }])
    expect(await open(admin)).toEqual([])
    await server.stop()
  })

  it('is for those who may see what it is about, and acknowledged by those who may', async () => {
    const server = await runServer(await databases.place())
    const admin = await setUp(server)
    await admin.send('POST', '/alert-rules', rule)
    const fired = await alert(server, admin, () => true)
    const [viewer, nobody] = [await server.person('viewer'), await server.person('none')]
    const heard: ServerMessage[] = []
    const sockets = [await viewer.socket(eventsPath), await nobody.socket(eventsPath)]
    sockets[1]?.on('message', data => heard.push(...JSON.parse(String(data))))
    const told = new Promise<ServerMessage>(resolve => {
      sockets[0]?.on('message', data => {
        for (const message of JSON.parse(String(data)) as ServerMessage[])
          if (message.type === 'alerts') resolve(message)
      })
    })
    const path = `/alerts/${fired.id}/acknowledgement`
    expect(await open(viewer)).toMatchObject([{ id: fired.id, canAcknowledge: false }])
    expect((await viewer.send('POST', path, {})).status).toBe(403)
    expect(await open(nobody)).toEqual([])
    expect((await nobody.send('POST', path, {})).status).toBe(404)
    expect((await admin.send('POST', path, {})).status).toBe(200)
    expect(await told).toMatchObject({
      changed: [{ id: fired.id, acknowledged: { by: null, until: null } }],
      gone: [],
    })
    expect(heard.filter(({ type }) => type === 'alerts')).toEqual([])
    await admin.send('DELETE', path)
    expect(await open(admin)).toMatchObject([{ acknowledged: null }])
    for (const socket of sockets) socket.close()
    await server.stop()
  })

  it('refuses rules that mean nothing, with a sentence at the field', async () => {
    const server = await runServer(await databases.place())
    const admin = await setUp(server)
    const issue = async (wrong: Partial<Record<keyof AlertRule, unknown>>) => {
      const { status, body } = await admin.send('POST', '/alert-rules', { ...rule, ...wrong })
      return [status, body.data?.issues?.[0]?.path]
    }
    expect(await issue({ threshold: null })).toEqual([400, 'threshold'])
    expect(await issue({ threshold: 101 })).toEqual([400, 'threshold'])
    expect(await issue({ figure: 'crashed' })).toEqual([400, 'threshold'])
    expect(await issue({ on: { kind: 'tag', tag: 'prod' } })).toEqual([400, 'on'])
    expect(await issue({ on: { kind: 'host', host: 'nowhere' } })).toEqual([400, 'on'])
    expect(await issue({ side: 'above', threshold: 80, clearsAt: 90 })).toEqual([400, 'clearsAt'])
    await server.stop()
  })
})

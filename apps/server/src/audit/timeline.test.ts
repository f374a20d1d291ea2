import { once } from 'node:events'
import type { AuditEntry } from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { ann, type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { createGrant } from '../access/create-grant.ts'

const mine = new Set(['startVm', 'hostBack'])
const nobody = { person: null, sessionId: null, credential: null, from: null }

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  let host: string
  let vm: string
  let forget: () => Promise<unknown>
  const other = '11111111-1111-1111-1111-111111111111'
  const list = async (query = '', who = admin): Promise<AuditEntry[]> => {
    const reply = await who.send('GET', `/audit?limit=500${query}`)
    expect(reply.status).toBe(200)
    return reply.body.entries
  }
  /** Of what happens on the test driver only what this test is about: others use it at the same time. */
  const actions = (rows: readonly AuditEntry[]) =>
    rows.filter(row => row.host !== host || mine.has(row.action)).map(({ action }) => action)

  beforeAll(async () => {
    server = await runServer(await databases.place())
    admin = await setUp(server)
    const { hosts, audit } = server.core
    while (!hosts.list().some(({ state }) => state === 'connected')) await once(hosts.changes, 'host')
    const link = hosts.link(hosts.list()[0]?.id ?? '')
    host = link.id
    // A VM of our own: others play with those of the test driver.
    const xml = `<domain type='test'><name>timeline-${dialect}</name><memory>8192</memory><os><type>hvm</type></os></domain>`
    const { dom } = await link.call('domainDefineXml', { xml })
    vm = dom.uuid
    forget = () => link.call('domainDestroy', { dom }).then(() => link.call('domainUndefine', { dom }))
    while (link.inventory.get(vm) === undefined) await once(hosts.changes, 'vm')
    expect((await admin.send('POST', `/vms/${vm}/start`)).status).toBe(200)
    await server.browser().send('POST', '/session', { email: ann.email, password: 'wrong' })
    const subject = { object: `vm:${other}`, objectName: 'other', host: 'elsewhere' }
    const long = new Date(Date.now() - 3600_000)
    await audit.happened({ ...subject, action: 'vmStarted', caller: nobody, args: {} }, { outside: true, at: long })
    const back = { object: `host:${host}`, objectName: 'h', host, args: { unseenSince: long.toISOString() } }
    await audit.happened({ ...back, action: 'hostBack', caller: nobody }, { outside: true })
  })
  afterAll(async () => {
    await forget()
    await server.stop()
  })

  it('narrows by VM, host, person, action, result, source and time', async () => {
    const ofVm = await list(`&vm=${vm}`)
    expect(actions(ofVm)).toEqual(['hostBack', 'startVm'])
    expect(ofVm.find(({ action }) => action === 'startVm')).toMatchObject({
      result: 'done',
      person: ann.email,
      host,
      credential: 'session',
    })
    expect(actions(await list(`&vm=${other}`))).toEqual(['vmStarted'])
    expect(actions(await list(`&host=${host}`))).toEqual(['hostBack', 'startVm'])
    const me = (await admin.send('GET', '/session')).body.person.id
    expect(actions(await list(`&person=${me}`))).toEqual(['signIn', 'startVm'])
    expect(await list(`&person=${me}&result=failed`)).toMatchObject([{ action: 'signIn', error: 'WRONG_CREDENTIALS' }])
    expect(actions(await list('&source=outside'))).toEqual(['hostBack', 'vmStarted'])
    expect(actions(await list('&action=startVm'))).toEqual(['startVm'])
    const half = new Date(Date.now() - 1800_000).toISOString()
    expect(actions(await list(`&until=${half}`))).toEqual(['vmStarted'])
    expect(actions(await list(`&since=${half}`))).not.toContain('vmStarted')
    expect((await admin.send('GET', '/audit?since=yesterday')).body.code).toBe('BAD_INPUT')
  })

  it('goes on where the last page ended, and tells what is newer', async () => {
    const all = await list()
    const pages = []
    for (let before = `&before=${(all[0]?.seq ?? 0) + 1}`; ; ) {
      const { entries, more } = (await admin.send('GET', `/audit?limit=2${before}`)).body
      pages.push(...entries)
      if (!more) break
      before = `&before=${entries.at(-1).seq}`
    }
    expect(pages).toEqual(all)
    expect((await list(`&after=${all[2]?.seq}`)).slice(-2)).toEqual(all.slice(0, 2))
  })

  it('comes as JSON lines, oldest first, with the same filter', async () => {
    const reply = await admin.send('GET', `/audit/export?host=${host}`)
    expect(reply.headers.get('content-type')).toBe('application/jsonl')
    expect(reply.headers.get('content-disposition')).toContain('porthole-audit.jsonl')
    const rows = reply.body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line))
    const upToThen = (await list(`&host=${host}`)).filter(({ seq }) => seq <= rows.at(-1).seq)
    expect(rows).toEqual(upToThen.reverse())
  })

  it('shows people what they did themselves and what their grants let them see, and no more', async () => {
    const viewer = await server.person('viewer')
    const { person } = (await viewer.send('GET', '/session')).body
    expect(actions(await list('', viewer))).toEqual(['signIn'])
    expect(await list(`&vm=${vm}`, viewer)).toEqual([])
    expect((await viewer.send('GET', '/audit/export')).body.trim().split('\n')).toHaveLength(1)

    const role = await admin.send('POST', '/roles', { name: `auditor ${dialect}`, permissions: ['audit.see'] })
    const { database } = server.core
    const to = { kind: 'person', person: person.id } as const
    const me = { person: { ...person }, ...{ sessionId: 's', credential: 'session', from: null, agent: null } }
    const by = { ...me, can: () => true, may: () => [], giveCookies: () => {} }
    await createGrant(server.core, { role: role.body.id, to, on: { kind: 'vm', vm }, expiresAt: null }, by)
    expect(actions(await list('', viewer))).toEqual(['signIn', 'startVm'])
    expect(actions(await list(`&vm=${other}`, viewer))).toEqual([])
    expect(await database.auditRow.count({ where: { object: `vm:${other}` } })).toBe(1)
  })
})

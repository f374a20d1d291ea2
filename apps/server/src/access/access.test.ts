// Groups, roles, grants, folders and tags over REST, as people meet them; and that what is taken away is gone at once.
import { once } from 'node:events'
import { closeCodes, eventsPath, type ServerMessage, type VmStats } from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  let vm: VmRecord

  beforeAll(async () => {
    server = await runServer(await databases.place())
    admin = await setUp(server)
    const { hosts } = server.core
    await changed(hosts, 'vm', () => [...hosts.vms()].length > 0)
    vm = [...hosts.vms()][0] as VmRecord
  })
  afterAll(() => server.stop())

  const done = async (method: string, path: string, body?: unknown) => {
    const reply = await admin.send(method, path, body)
    expect(reply.body).not.toHaveProperty('code')
    return reply.body as { id: string }
  }
  /** Somebody with nothing, and how to give them something. */
  async function somebody() {
    const browser = await server.person('none')
    const { id } = (await browser.send('GET', '/session')).body.person
    const grant = (role: string, on: object, expiresAt: string | null = null) =>
      done('POST', '/grants', { role, to: { kind: 'person', person: id }, on, expiresAt })
    const sees = async () => (await browser.send('GET', '/vms')).body.vms.map(({ name }: VmRecord) => name)
    return { browser, id, grant, sees }
  }
  const onVm = () => ({ kind: 'vm', vm: vm.id })
  const path = (act = '') => `/vms/${vm.id}${act}`

  it('shows somebody without a grant nothing: no VM, no host, no folder, and no name of them', async () => {
    const { browser } = await somebody()
    expect((await browser.send('GET', '/vms')).body).toEqual({ vms: [], away: [] })
    expect((await browser.send('GET', '/hosts')).body.hosts).toEqual([])
    expect((await browser.send('GET', '/folders')).body).toEqual({ folders: [] })
    const hidden = await browser.send('POST', path('/start'))
    const absent = await browser.send('POST', '/vms/00000000-0000-4000-8000-000000000009/start')
    expect(hidden.status).toBe(404)
    expect(hidden.body).toEqual(absent.body)
  })

  it('tells who may see one VM only that it is as it was since its host does not answer, and no more of that host', async () => {
    const { browser, grant } = await somebody()
    await grant('viewer', onVm())
    const link = server.core.hosts.link(vm.host)
    const socket = await browser.socket(eventsPath)
    const told: ServerMessage[] = []
    socket.on('message', data => told.push(...(JSON.parse(String(data)) as ServerMessage[])))
    const lastSeen = '2026-01-02T03:04:05.000Z'
    const snapshot = vi.spyOn(link, 'snapshot').mockReturnValue({ ...link.snapshot(), state: 'away', lastSeen })
    try {
      server.core.hosts.changes.emit('host', link.snapshot())
      await expect
        .poll(() => told.filter(({ type }) => type !== 'hello'))
        .toEqual([{ type: 'away', host: vm.host, since: lastSeen }])
      const { vms, away } = (await browser.send('GET', '/vms')).body
      expect(vms).toHaveLength(1)
      expect(away).toEqual([{ host: vm.host, since: lastSeen }])
      expect((await browser.send('GET', '/hosts')).body.hosts).toEqual([])
      expect((await (await somebody()).browser.send('GET', '/vms')).body.away).toEqual([])
    } finally {
      snapshot.mockRestore()
      socket.close()
    }
    expect((await browser.send('GET', '/vms')).body.away).toEqual([])
  })

  it('gives a role on one pool, or one network: it appears, with its host, and nothing else of it does', async () => {
    const host = `/hosts/${vm.host}`
    const [onPool, onNetwork] = [await somebody(), await somebody()]
    await onPool.grant('viewer', { kind: 'pool', host: vm.host, pool: 'default-pool' })
    await onNetwork.grant('viewer', { kind: 'network', host: vm.host, network: 'default' })
    const names = async (browser: Browser, what: 'pools' | 'networks') =>
      (await browser.send('GET', `${host}/${what}`)).body[what].map(({ name }: { name: string }) => name)
    expect(await names(onPool.browser, 'pools')).toEqual(['default-pool'])
    expect(await names(onPool.browser, 'networks')).toEqual([])
    expect(await names(onNetwork.browser, 'pools')).toEqual([])
    expect(await names(onNetwork.browser, 'networks')).toEqual(['default'])
    const volumes = `${host}/pools/default-pool/volumes`
    expect((await onPool.browser.send('GET', volumes)).status).toBe(200)
    expect((await onNetwork.browser.send('GET', volumes)).status).toBe(404)
    for (const { browser, sees } of [onPool, onNetwork]) {
      expect((await browser.send('GET', '/hosts')).body.hosts).toMatchObject([{ id: vm.host, can: ['host.see'] }])
      expect(await sees()).toEqual([])
      expect((await browser.send('GET', path())).status).toBe(404)
      expect((await browser.send('DELETE', host)).status).toBe(403)
    }
  })

  it('gives a role on one VM: that VM appears, with what may be done, and the rest names what is missing', async () => {
    const { browser, grant, sees } = await somebody()
    const { id } = await grant('console-user', onVm())
    expect(await sees()).toEqual([vm.name])
    const { can } = (await browser.send('GET', path())).body
    expect(can).toContain('vm.console')
    expect(can).not.toContain('vm.power')
    expect((await browser.send('GET', '/session')).body.person.can).toEqual(expect.arrayContaining(['vm.console']))
    const refused = await browser.send('POST', path('/pause'))
    expect(refused).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED', data: { permission: 'vm.power' } } })
    expect((await browser.send('GET', '/hosts')).body.hosts).toEqual([])
    await done('DELETE', `/grants/${id}`)
    expect(await sees()).toEqual([])
    expect((await admin.send('DELETE', `/grants/${id}`)).status).toBe(404)
  })

  it('gives through groups, by roles made here, and takes back with each of them', async () => {
    const { browser, id, sees } = await somebody()
    const role = await done('POST', '/roles', { name: `Pauser ${id}`, permissions: ['vm.see', 'vm.power'] })
    const group = await done('POST', '/groups', { name: `Night shift ${id}`, members: [] })
    const to = { kind: 'group', group: group.id }
    const grant = await done('POST', '/grants', { role: role.id, to, on: { kind: 'host', host: vm.host } })
    expect(await sees()).toEqual([])
    await done('PUT', `/groups/${group.id}`, { name: `Night shift ${id}`, members: [id, id] })
    expect((await browser.send('POST', path('/pause'))).status).toBe(200)
    expect((await browser.send('POST', path('/resume'))).status).toBe(200)
    expect((await browser.send('GET', '/hosts')).body.hosts).toEqual([])
    await done('PUT', `/roles/${role.id}`, { name: `Pauser ${id}`, permissions: ['vm.see'] })
    expect((await browser.send('POST', path('/pause'))).body.code).toBe('NOT_ALLOWED')
    expect((await admin.send('DELETE', `/roles/${role.id}`)).body).toMatchObject({
      code: 'IN_USE',
      message: 'One grant gives this role: take them back first.',
    })
    await done('DELETE', `/groups/${group.id}`)
    expect(await sees()).toEqual([])
    expect((await admin.send('DELETE', `/grants/${grant.id}`)).status).toBe(404)
    await done('DELETE', `/roles/${role.id}`)
  })

  it('lets folders and tags carry grants, and lists only folders that hold something to see', async () => {
    const { browser, grant, sees } = await somebody()
    const lab = await done('POST', '/folders', { name: 'lab' })
    const inner = await done('POST', '/folders', { name: 'builders', parent: lab.id })
    const secret = await done('POST', '/folders', { name: 'merger' })
    await grant('viewer', { kind: 'folder', folder: lab.id })
    await grant('operator', { kind: 'tag', tag: 'batch' })
    expect(await sees()).toEqual([])
    await done('PUT', path('/folder'), { folder: inner.id })
    expect(await sees()).toEqual([vm.name])
    expect((await browser.send('GET', '/vms')).body.vms[0]).toMatchObject({ folder: inner.id, tags: [] })
    const names = (await browser.send('GET', '/folders')).body.folders.map(({ name }: { name: string }) => name)
    expect(names.sort()).toEqual(['builders', 'lab'])
    expect(await done('PUT', path('/tags'), { tags: ['Batch', 'batch', ' web '] })).toEqual({ unwritten: null })
    expect((await browser.send('GET', '/vms')).body.vms[0].can).toContain('vm.power')
    expect((await browser.send('GET', path())).body.xml).toMatch(
      /<porthole:tag>batch<\/porthole:tag>\s*<porthole:tag>web</,
    )
    expect((await admin.send('DELETE', `/folders/${lab.id}`)).body.code).toBe('IN_USE')
    const round = await admin.send('PUT', `/folders/${lab.id}`, { name: 'lab', parent: inner.id })
    expect(round.body).toMatchObject({ code: 'BAD_INPUT', data: { issues: [{ path: 'parent' }] } })
    await done('PUT', path('/tags'), { tags: [] })
    await done('PUT', path('/folder'), { folder: null })
    expect(await sees()).toEqual([])
    expect((await admin.send('GET', path())).body.xml).not.toContain('porthole')
    for (const { id } of [inner, lab, secret]) await done('DELETE', `/folders/${id}`)
    expect((await done('GET', '/grants')) as unknown).toMatchObject({
      grants: expect.not.arrayContaining([{ on: { kind: 'folder' } }]),
    })
  })

  it('lets nobody give, by a folder or tag, what they may not do themselves', async () => {
    const [mover, winner] = [await somebody(), await somebody()]
    const role = await done('POST', '/roles', { name: 'Tagger', permissions: ['vm.see', 'vm.change'] })
    await mover.grant(role.id, onVm())
    await winner.grant('manager', { kind: 'tag', tag: 'ours' })
    const refused = await mover.browser.send('PUT', path('/tags'), { tags: ['ours'] })
    expect(refused).toMatchObject({ status: 403, body: { data: { permission: 'vm.watch' } } })
    expect(await winner.sees()).toEqual([])
    expect((await mover.browser.send('PUT', path('/tags'), { tags: ['harmless'] })).status).toBe(200)
    await done('PUT', path('/tags'), { tags: [] })
  })

  it('ends a grant when its time has come, without anybody asking', async () => {
    const { browser, grant, sees } = await somebody()
    const given = once(await browser.socket(eventsPath), 'close')
    await grant('viewer', onVm(), new Date(Date.now() + 2500).toISOString())
    expect((await given)[0]).toBe(closeCodes.accessChanged)
    const ended = once(await browser.socket(eventsPath), 'close')
    expect(await sees()).toEqual([vm.name])
    expect((await ended)[0]).toBe(closeCodes.accessChanged)
    expect(await sees()).toEqual([])
    const past = new Date(Date.now() - 1000).toISOString()
    const late = { role: 'viewer', to: { kind: 'person', person: 'x' }, on: onVm(), expiresAt: past }
    expect((await admin.send('POST', '/grants', late)).body.data.issues[0].path).toBe('to')
  })

  it('closes event sockets whose person may do something else now, and no other', async () => {
    const [hit, missed] = [await somebody(), await somebody()]
    const kept = await missed.grant('viewer', onVm())
    const lost = await hit.grant('viewer', onVm())
    const [first, second] = [await hit.browser.socket(eventsPath), await missed.browser.socket(eventsPath)]
    const [closed, alsoClosed] = [once(first, 'close'), once(second, 'close')]
    await done('DELETE', `/grants/${lost.id}`)
    expect((await closed)[0]).toBe(closeCodes.accessChanged)
    expect(second.readyState).toBe(second.OPEN)
    await done('DELETE', `/grants/${kept.id}`)
    await alsoClosed
  })

  it('tells the events of what may be seen, each kind, and of nothing else', async () => {
    const [owner, stranger] = [await somebody(), await somebody()]
    await owner.grant('viewer', { kind: 'host', host: vm.host })
    await stranger.grant('viewer', { kind: 'tag', tag: 'nothing-carries-this' })
    const [mine, theirs] = [
      heard(await owner.browser.socket(eventsPath)),
      heard(await stranger.browser.socket(eventsPath)),
    ]
    const { inventory, figures } = server.core.hosts.link(vm.host)
    inventory.touch(vm.id)
    figures.told.emit('stats', [{ id: vm.id, host: vm.host, cpu: 1 } as VmStats], false)
    server.core.hosts.changes.emit('host', server.core.hosts.link(vm.host).snapshot())
    server.core.hosts.changes.emit('host-gone', 'some-host')
    server.core.hosts.changes.emit('vm-gone', {
      id: '00000000-0000-4000-8000-000000000003',
      host: vm.host,
      revision: 1,
    })
    await mine.until('vms')
    await mine.until('hosts')
    theirs.socket.ping()
    await once(theirs.socket, 'pong')
    expect(theirs.told.filter(({ type }) => type !== 'hello')).toEqual([])
    expect(JSON.stringify(mine.told)).not.toContain('some-host')
    for (const { socket } of [mine, theirs]) socket.close()
  })

  it('names who answers for a VM: oneself, or by an administrator anybody, and forgets who is removed', async () => {
    const manager = await somebody()
    await manager.grant('manager', onVm())
    const owner = async () => (await admin.send('GET', path())).body.owner
    expect((await manager.browser.send('PUT', path('/owner'), { person: 'me' })).status).toBe(200)
    expect(await owner()).toBe((await manager.browser.send('GET', '/session')).body.person.name)
    const { id } = await done('POST', '/people', {
      ...{ name: 'Olga', email: `olga-${dialect}@example.org`, password: 'a long enough word', role: 'none' },
    })
    expect((await manager.browser.send('PUT', path('/owner'), { person: id })).status).toBe(403)
    expect((await admin.send('PUT', path('/owner'), { person: 'nobody' })).body.code).toBe('BAD_INPUT')
    await done('PUT', path('/owner'), { person: id })
    expect(await owner()).toBe('Olga')
    await done('DELETE', `/people/${id}`)
    expect(await owner()).toBeNull()
    await done('PUT', path('/owner'), { person: null })
  })

  it('changes what somebody is everywhere, at once, and keeps an administrator', async () => {
    const { browser, id, sees } = await somebody()
    await done('PUT', `/people/${id}/role`, { role: 'viewer' })
    expect(await sees()).toEqual([vm.name])
    expect((await browser.send('GET', '/session')).body.person.role).toBe('viewer')
    expect((await admin.send('PUT', `/people/${id}/role`, { role: 'emperor' })).body.code).toBe('BAD_INPUT')
    const { people } = (await admin.send('GET', '/people')).body
    const ann = people.find(({ email }: { email: string }) => email === 'ann@example.org')
    expect((await admin.send('PUT', `/people/${ann.id}/role`, { role: 'none' })).body.code).toBe('WRONG_STATE')
  })

  it('lets somebody in by a password, and ends all that they have when they are removed', async () => {
    const bob = { name: 'Bob', email: `Bob-${dialect}@Example.org`, password: 'a long enough word' }
    const { id } = await done('POST', '/people', { ...bob, role: 'viewer' })
    expect((await admin.send('POST', '/people', { ...bob, role: 'viewer' })).body.data.issues[0].path).toBe('email')
    const browser = server.browser()
    await browser.send('POST', '/session', { email: bob.email, password: bob.password })
    await done('POST', '/grants', { role: 'operator', to: { kind: 'person', person: id }, on: onVm() })
    const closed = once(await browser.socket(eventsPath), 'close')
    await done('DELETE', `/people/${id}`)
    expect((await closed)[0]).toBe(closeCodes.signedOut)
    expect((await browser.send('GET', '/vms')).status).toBe(401)
    const { grants } = (await admin.send('GET', '/grants')).body
    expect(grants.filter(({ to }: { to: { person?: string } }) => to.person === id)).toEqual([])
    expect((await admin.send('DELETE', `/people/${id}`)).status).toBe(404)
    const me = (await admin.send('GET', '/session')).body.person.id
    expect((await admin.send('DELETE', `/people/${me}`)).body.code).toBe('WRONG_STATE')
  })

  it('explains why somebody may do something, by the code that decides', async () => {
    const { id, grant } = await somebody()
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await grant('viewer', { kind: 'host', host: vm.host }, until)
    await grant('operator', onVm())
    const { reasons } = (await admin.send('GET', `/access?person=${id}&vm=${vm.id}`)).body
    const why = (permission: string) =>
      reasons.find((reason: { permission: string }) => reason.permission === permission)
    expect(why('vm.power').because).toEqual([
      { grant: expect.any(String), role: 'operator', group: null, where: vm.name, until: null },
    ])
    expect(why('vm.see').because).toHaveLength(2)
    expect(why('vm.see').because[0]).toMatchObject({ role: 'viewer', until })
    expect(why('vm.delete')).toBeUndefined()
    expect((await admin.send('GET', `/access?person=${id}`)).body.reasons).toEqual([])
  })

  it('lists who may do what here, with where each has it from, and nobody who may do nothing', async () => {
    const [holder, stranger] = [await somebody(), await somebody()]
    const { id: grant } = await holder.grant('operator', onVm())
    const { people } = (await admin.send('GET', `/access/people?vm=${vm.id}`)).body
    const of = (id: string) => people.find(({ person }: { person: { id: string } }) => person.id === id)
    expect(of(holder.id)).toMatchObject({
      can: ['vm.see', 'vm.watch', 'vm.console', 'vm.take-console', 'vm.share-console', 'vm.power'],
      because: [{ grant, role: 'operator', where: vm.name, group: null }],
    })
    expect(of(stranger.id)).toBeUndefined()
    const onHost = (await admin.send('GET', `/access/people?host=${vm.host}`)).body.people
    expect(onHost.map(({ person }: { person: { name: string } }) => person.name)).toContain('Ann')
    expect(onHost.map(({ person }: { person: { id: string } }) => person.id)).not.toContain(holder.id)
  })

  it('refuses nonsense with the field that it is in', async () => {
    const to = { kind: 'person', person: 'nobody' }
    const reply = await admin.send('POST', '/grants', { role: 'no-such-role', to, on: onVm() })
    expect(reply.body.data.issues).toEqual([{ path: 'role', message: 'There is no such role: choose another.' }])
    expect((await admin.send('POST', '/roles', { name: 'viewer', permissions: [] })).body.code).toBe('NAME_TAKEN')
    expect((await admin.send('PUT', '/roles/viewer', { name: 'x', permissions: [] })).body.code).toBe('WRONG_STATE')
    expect((await admin.send('POST', '/groups', { name: 'Ghosts', members: ['nobody'] })).body.code).toBe('BAD_INPUT')
    expect((await admin.send('PUT', path('/tags'), { tags: ['<b>'] })).body.code).toBe('BAD_INPUT')
    expect((await admin.send('PUT', path('/folder'), { folder: 'nowhere' })).body.code).toBe('BAD_INPUT')
  })
})

/** What a socket was told, and a way to wait for a kind of message. */
function heard(socket: WebSocket) {
  const told: ServerMessage[] = []
  socket.on('message', data => told.push(...(JSON.parse(data.toString()) as ServerMessage[])))
  const until = async (type: ServerMessage['type']) => {
    while (!told.some(message => message.type === type)) await once(socket, 'message')
  }
  return { socket, told, until }
}

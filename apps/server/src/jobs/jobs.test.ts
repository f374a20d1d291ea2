import { once } from 'node:events'
import type { Job, JobDetails, ServerMessage } from '@porthole/contract'
import { eventsPath } from '@porthole/contract'
import { DomainUndefineFlagsValues } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { caller, changed } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { createGrant } from '../access/create-grant.ts'

const databases = emptyDatabases(usualDialect)
const prefix = `bulk-${process.pid}-`
const many = 60
let place: Awaited<ReturnType<typeof databases.place>>
let server: RunningServer
let admin: Browser
let vms: { id: string; host: string }[]

beforeAll(async () => {
  place = await databases.place()
  server = await runServer(place)
  admin = await setUp(server)
  const { hosts } = server.core
  await changed(hosts, 'host', () => hosts.list()[0]?.state === 'connected')
  const link = hosts.link(hosts.list()[0]?.id ?? '')
  vms = await Promise.all(
    Array.from({ length: many }, async (_, n) => {
      const { dom } = await link.call('domainDefineXml', { xml: definition(`${prefix}${n}`) })
      return { id: dom.uuid, host: link.id }
    }),
  )
  await changed(hosts, 'vm', () => vms.every(({ id }) => link.inventory.get(id) !== undefined))
})
afterAll(async () => {
  const { hosts } = server.core
  for (const { id, host } of vms) {
    const [link, vm] = [hosts.link(host), hosts.link(host).inventory.get(id)]
    if (vm?.active) await link.call('domainDestroy', { dom: vm.dom })
    const flags = DomainUndefineFlagsValues.SNAPSHOTS_METADATA
    if (vm) await link.call('domainUndefineFlags', { dom: vm.dom, flags })
  }
  await server.stop()
})

const definition = (name: string) =>
  `<domain type='test'><name>${name}</name><memory unit='MiB'>8</memory><os><type>hvm</type></os></domain>`

async function ended(who: Browser, id: string): Promise<JobDetails> {
  const socket = await who.socket(eventsPath)
  try {
    for (;;) {
      const { body } = await who.send('GET', `/jobs/${id}`)
      if (body.endedAt !== null) return body
      await once(socket, 'message')
    }
  } finally {
    socket.terminate()
  }
}

const states = ({ items }: JobDetails) => items.map(({ state }) => state)

it('says first with how many it can be done, then does it as one job, and tells of it as it goes', async () => {
  const some = vms.slice(0, 5)
  await admin.send('POST', `/vms/${some[0]?.id}/start`, {})
  const bulk = { act: 'startVm', vms: [...some, { id: '00000000-0000-4000-8000-000000000009' }] }
  const plan = await admin.send('POST', '/bulk/plan', bulk)
  expect(plan.body).toEqual({
    can: 4,
    cannot: [
      { why: 'The VM is running already.', count: 1, names: [`${prefix}0`] },
      { why: 'They are not there, or you may not see them.', count: 1, names: [] },
    ],
  })
  const socket = await admin.socket(eventsPath)
  const told: Job[] = []
  socket.on('message', data => {
    const messages = JSON.parse(data.toString()) as ServerMessage[]
    told.push(...messages.flatMap(message => (message.type === 'jobs' ? message.changed : [])))
  })
  const { body } = await admin.send('POST', '/bulk', bulk)
  while (told.at(-1)?.state !== 'done') await once(socket, 'message')
  socket.terminate()
  expect(told.at(-1)).toMatchObject({
    id: body.id,
    act: 'startVm',
    by: 'ann@example.org',
    counts: { done: 4, skipped: 1 },
  })
  const job = await ended(admin, body.id)
  expect(states(job)).toEqual(['skipped', 'done', 'done', 'done', 'done'])
  expect(job.items[0]?.why).toBe('The VM is running already.')
  expect((await admin.send('GET', '/jobs')).body.jobs[0]).toMatchObject({
    id: body.id,
    counts: { done: 4, skipped: 1 },
  })
  const audit = await server.core.database.auditRow.findMany({ where: { action: 'startVm', result: 'done' } })
  expect(audit.map(({ object }) => object)).toEqual(expect.arrayContaining(some.map(({ id }) => `vm:${id}`)))
})

it('refuses what could be done with none of them, with the reason', async () => {
  const reply = await admin.send('POST', '/bulk', { act: 'rebootVm', vms: vms.slice(10, 12) })
  expect(reply).toMatchObject({ status: 409, body: { message: 'The VM is shut off: start it first.' } })
})

it('takes a snapshot of each, by a name of its own, and the fleet knows them', async () => {
  const some = vms.slice(12, 14)
  const bulk = { act: 'createSnapshot', vms: some, name: 'before {vm}' }
  const { body } = await admin.send('POST', '/bulk', bulk)
  expect(states(await ended(admin, body.id))).toEqual(['done', 'done'])
  const { body: vm } = await admin.send('GET', `/vms/${some[0]?.id}`)
  const name = `before ${prefix}12`
  expect(vm).toMatchObject({ snapshots: [name], currentSnapshot: name })
  expect((await admin.send('POST', '/bulk/plan', bulk)).body).toMatchObject({
    can: 0,
    cannot: [{ why: 'It has a snapshot of this name already.', count: 2 }],
  })

  // Somebody deletes one elsewhere: no event says so, and the next look finds out.
  const link = server.core.hosts.link(some[0]?.host ?? '')
  const { dom } = await link.call('domainLookupByUuid', { uuid: some[0]?.id ?? '' })
  const { snap } = await link.call('domainSnapshotCurrent', { dom, flags: 0 })
  await link.call('domainSnapshotDelete', { snap, flags: 0 })
  const gone = changed(server.core.hosts, 'vm', () => link.inventory.get(dom.uuid)?.snapshots.length === 0)
  link.snapshots.restart()
  await gone
})

it('refuses more tags than a VM carries already in the plan', async () => {
  const some = vms.slice(24, 26)
  const tags = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `t${from + i}`)
  const { body } = await admin.send('POST', '/bulk', { act: 'tagVm', vms: some.slice(0, 1), add: tags(30) })
  await ended(admin, body.id)
  const plan = await admin.send('POST', '/bulk/plan', { act: 'tagVm', vms: some, add: tags(5, 30) })
  expect(plan.body).toEqual({
    can: 1,
    cannot: [{ why: 'A VM carries at most 32 tags.', count: 1, names: [`${prefix}24`] }],
  })
})

it('shows everybody only the VMs that they may see, and lets only who started it stop it', async () => {
  const { core } = server
  const { body } = await admin.send('POST', '/bulk', { act: 'tagVm', vms: vms.slice(20, 23), add: ['web'] })
  const whole = await ended(admin, body.id)
  expect(states(whole)).toEqual(['done', 'done', 'done'])
  expect(core.access.placements.of({ id: vms[20]?.id ?? '' })?.tags).toEqual(['web'])
  const [viewer, stranger] = [await server.person('none'), await server.person('none')]
  const { body: session } = await viewer.send('GET', '/session')
  const on = { kind: 'vm', vm: vms[21]?.id ?? '' } as const
  const to = { kind: 'person', person: session.person.id } as const
  await createGrant(core, { role: 'operator', to, on, expiresAt: null }, caller())
  const seen = (await viewer.send('GET', `/jobs/${body.id}`)).body
  expect(seen).toMatchObject({ by: null, canCancel: false, counts: { done: 1 }, items: [{ name: `${prefix}21` }] })
  expect(JSON.stringify(seen)).not.toContain('ann@')
  expect((await viewer.send('GET', '/jobs')).body.jobs).toHaveLength(1)
  expect((await viewer.send('POST', `/jobs/${body.id}/cancel`, {})).status).toBe(403)
  expect((await stranger.send('GET', '/jobs')).body.jobs).toEqual([])
  expect((await stranger.send('GET', `/jobs/${body.id}`)).status).toBe(404)
  expect((await stranger.send('POST', `/jobs/${body.id}/cancel`, {})).status).toBe(404)
})

it('begins nothing more once it is stopped', async () => {
  const idle = vms.slice(30)
  const { body } = await admin.send('POST', '/bulk', { act: 'startVm', vms: idle })
  expect((await admin.send('POST', `/jobs/${body.id}/cancel`, {})).status).toBe(200)
  const job = await ended(admin, body.id)
  expect(job.state).toBe('cancelled')
  expect(job.counts.queued + job.counts.running).toBe(0)
  expect(job.counts.skipped).toBeGreaterThan(0)
  const { hosts } = server.core
  for (const { id, host, state } of job.items) {
    expect(hosts.findVm({ id, host }).vm.active, state).toBe(state === 'done')
  }
  expect((await admin.send('POST', `/jobs/${body.id}/cancel`, {})).status).toBe(409)
})

it('asks for each VM at its turn whether it is still allowed', async () => {
  const operator = await server.person('operator')
  const { body: session } = await operator.send('GET', '/session')
  const { body } = await operator.send('POST', '/bulk', { act: 'startVm', vms: vms.slice(6, 50) })
  await admin.send('PUT', `/people/${session.person.id}/role`, { role: 'viewer' })
  const job = await ended(admin, body.id)
  expect(job.state).toBe('failed')
  expect(job.items.at(-1)).toMatchObject({ state: 'failed', why: expect.stringContaining('lack the permission') })
})

it('does nothing more once the account, or the token, that began it is gone', async () => {
  const { jobs } = server.core
  const owner = await server.person('operator')
  const { id: person } = (await owner.send('GET', '/session')).body.person
  const { body: token } = await owner.send('POST', '/account/tokens', {
    name: 'job',
    permissions: ['vm.see', 'vm.power'],
    days: 1,
  })
  const byToken = async (bulk: object): Promise<{ id: string }> => {
    const headers = { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' }
    const reply = await fetch(`${server.url}/api/v1/bulk`, { method: 'POST', headers, body: JSON.stringify(bulk) })
    return (await reply.json()) as { id: string }
  }
  const bulk = { act: 'startVm', vms: vms.slice(54, 55) }

  for (const [begin, end] of [
    [() => byToken(bulk), () => owner.send('DELETE', `/account/tokens/${token.id}`)],
    [async () => (await owner.send('POST', '/bulk', bulk)).body, () => admin.send('DELETE', `/people/${person}`)],
  ] as const) {
    // The host is busy with as many as it takes at once, until what began the next is gone.
    let release = (_: null) => {}
    const gone = new Promise<null>(resolve => {
      release = resolve
    })
    const before = vms.slice(0, 4).map(vm => ({ ...vm, pool: null, name: 'busy', state: 'queued' as const, why: null }))
    await jobs.start('startVm', before, [], caller(), () => gone)
    const { id } = await begin()
    expect((await end()).status).toBe(200)
    release(null)
    const [item] = (await ended(admin, id)).items
    expect(item).toMatchObject({ state: 'failed', why: expect.stringContaining('not there any more') })
  }
})

it('is honest after a crash: what was under way is unknown, what was not begun was skipped', async () => {
  const items = vms.slice(0, 6).map((vm, n) => ({
    ...{ ...vm, pool: null, name: `vm-${n}`, why: null },
    state: 'queued' as const,
  }))
  const id = await server.core.jobs.start('startVm', items, [], caller(), () => new Promise(() => {}))
  await once(server.core.jobs.changes, 'job')
  // Several servers may share a PostgreSQL: one counts as dead when it was silent for long.
  await server.core.database.serverPulse.updateMany({ data: { aliveAt: new Date(0) } })
  const next = await runServer(place)
  const job = await next.core.jobs.rows.find(id)
  expect(job).toMatchObject({ state: 'interrupted', endedAt: expect.any(Date) })
  expect(job?.items.map(({ state }) => state)).toEqual([
    'unknown',
    'unknown',
    'unknown',
    'unknown',
    'skipped',
    'skipped',
  ])
  expect(job?.items[0]?.why).toContain('look at the VM')
  await next.stop()
})

it('tags many at a time, with a beginning and an end of each in the audit', async () => {
  const { database, audit, access } = server.core
  const { body } = await admin.send('POST', '/bulk', { act: 'tagVm', vms, add: ['many'] })
  expect(new Set(states(await ended(admin, body.id)))).toEqual(new Set(['done']))
  await audit.written()
  const objects = vms.map(({ id }) => `vm:${id}`)
  const rows = await database.auditRow.findMany({
    where: { action: 'tagVm', object: { in: objects }, args: { contains: '"many"' } },
    select: { object: true, result: true },
  })
  for (const result of ['started', 'done']) {
    const of = rows.filter(row => row.result === result).map(({ object }) => object)
    expect(of.sort(), result).toEqual(objects.toSorted())
  }
  expect(vms.every(({ id }) => access.placements.of({ id })?.tags.includes('many'))).toBe(true)
  expect(await database.jobItem.count({ where: { jobId: body.id, state: 'done' } })).toBe(vms.length)
  const back = await admin.send('POST', '/bulk', { act: 'tagVm', vms, add: [], remove: ['many'] })
  await ended(admin, back.body.id)
})

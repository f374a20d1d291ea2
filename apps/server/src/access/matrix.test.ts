// Every entry of the contract, by every role, wherever it may be held: what comes of it stands in matrix.txt.
import { readFileSync } from 'node:fs'
import { contract, type EntryMeta, type Role, roleNames, type Scope } from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { testVm } from '../../test/live-core.ts'
import { type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { Fault } from '../fault.ts'
import { callerOf } from '../http/caller.ts'
import { KeptRecording } from '../recordings/kept-recording.ts'
import { runCapability } from '../run-capability.ts'
import { createGrant } from './create-grant.ts'
import { deleteGrant } from './delete-grant.ts'

interface Entry {
  readonly id: string
  readonly meta: EntryMeta
}

const entries: readonly Entry[] = Object.values(contract).flatMap(group =>
  Object.entries(group).map(([id, entry]) => ({ id, meta: (entry as unknown as { '~orpc': Entry })['~orpc'].meta })),
)
const table = new Map(
  readFileSync(new URL('matrix.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.trim().split(/\s+/))
    .map(([id = '', ...cells]) => [id, cells]),
)
const columns = ['nobody', ...roleNames] as const
const told = (id: string, column: (typeof columns)[number]) => table.get(id)?.[columns.indexOf(column)]

const elsewhere = '00000000-0000-4000-8000-000000000001'
const recording = '00000000-0000-4000-8000-000000000002'
const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: ReturnType<typeof callerOf>
let host: string
let vm: string

beforeAll(async () => {
  server = await runServer(await databases.place())
  await setUp(server)
  const { core } = server
  admin = asPerson((await core.database.user.findFirstOrThrow()).id, 'administrator')
  const record = await testVm(core.hosts)
  host = record.host
  vm = record.id
  const of = { id: recording, kind: 'display', device: null, by: null, keys: true } as const
  const at = { vm: { id: vm, host, name: 'recorded' }, startedAt: new Date().toISOString() }
  await core.recordings.files.save(new KeptRecording({ ...of, ...at }))
})
afterAll(() => server.stop())

function asPerson(id: string, role: Role) {
  const person = { id, name: role, email: `${id}@example.org`, role, can: [] }
  return callerOf(server.core, { person, sessionId: `session-${id}` }, { from: '10.0.0.1', agent: null }, () => {})
}

/** What comes of asking: "ok" where nothing but the object's own state could still refuse. */
async function ask({ id, meta }: Entry, caller: ReturnType<typeof callerOf>): Promise<string> {
  const input = {
    id: meta.on === 'vm' ? vm : 'some-id',
    host,
    pool: 'default-pool',
    network: 'default',
    recording,
    email: 'somebody@example.org',
  }
  try {
    return String(await runCapability(server.core, { id, meta, verb: async () => 'ok' }, input, caller))
  } catch (error) {
    const code = error instanceof Fault ? error.code : String(error)
    return { WRONG_STATE: 'ok', NOT_SIGNED_IN: '401', NOT_ALLOWED: '403', NOT_FOUND: '404' }[code] ?? code
  }
}

let people = 0
/** Somebody with nothing but a grant. */
async function granted(role: Role, on: Scope, expiresAt: string | null = null) {
  const id = `person-${people++}`
  await server.core.database.user.create({ data: { id, name: id, email: `${id}@example.org`, role: 'none' } })
  const grant = await createGrant(server.core, { role, to: { kind: 'person', person: id }, on, expiresAt }, admin)
  return { caller: asPerson(id, 'none'), grant: grant.id }
}

it('has a line for each entry, and no other', () => {
  expect([...table.keys()].sort()).toEqual(entries.map(({ id }) => id).sort())
})

it.each(entries)('$id by nobody, and by each role everywhere', async entry => {
  const { person: _, ...rest } = admin
  const nobody = { ...rest, person: null, sessionId: null, credential: null, can: () => false, may: () => [] }
  expect(await ask(entry, nobody), 'nobody').toBe(told(entry.id, 'nobody'))
  for (const role of roleNames) {
    expect(await ask(entry, asPerson(`new-${role}`, role)), role).toBe(told(entry.id, role))
  }
})

describe.each(roleNames.filter(role => role !== 'none'))('%s by a grant', role => {
  it.each(['host', 'vm', 'tag', 'folder'] as const)('on the %s holds there, and nowhere else', async kind => {
    const { core } = server
    await core.database.vmTag.upsert({
      where: { vm_tag: { vm, tag: 'mine' } },
      create: { vm, tag: 'mine' },
      update: {},
    })
    const folder = { id: 'mine', name: 'mine' }
    await core.database.folder.upsert({ where: { id: 'mine' }, create: folder, update: {} })
    await core.database.vmPlace.upsert({ where: { vm }, create: { vm, folderId: 'mine' }, update: {} })
    const scope = {
      host: { kind, host },
      vm: { kind, vm },
      tag: { kind, tag: 'mine' },
      folder: { kind, folder: 'mine' },
    }
    const { caller } = await granted(role, scope[kind] as Scope)
    for (const entry of entries) {
      const { on } = entry.meta
      const within = on === 'vm' || on === 'recording' || (kind === 'host' && ['host', 'pool', 'network'].includes(on))
      expect(await ask(entry, caller), entry.id).toBe(told(entry.id, within ? role : 'none'))
    }
  })

  it('holds for nothing out of its scope, once it has expired, and after it was taken back', async () => {
    const on: Scope = { kind: 'vm', vm }
    const [ended, revoked, outside] = [await granted(role, on), await granted(role, on), await granted(role, on)]
    const { core } = server
    await core.database.grant.update({ where: { id: outside.grant }, data: { target: elsewhere } })
    await core.database.grant.update({ where: { id: ended.grant }, data: { expiresAt: new Date(Date.now() - 1) } })
    await deleteGrant(core, { id: revoked.grant }, admin)
    for (const entry of entries) {
      for (const { caller } of [ended, revoked, outside]) {
        expect(await ask(entry, caller), entry.id).toBe(told(entry.id, 'none'))
      }
    }
  })
})

// A running guest goes from one host to another and back: driven by us over two connections, from host to host, and by virsh.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type Connection,
  connect,
  type Domain,
  DomainMigrateFlags,
  DomainState,
  unixTransport,
} from '../../packages/libvirt/src/index.ts'
import { hear, probeMs } from '../../packages/libvirt/test/proof-host.ts'
import { recorded } from '../../packages/libvirt/test/recorded.ts'
import { fieldsOf, virshOf } from '../../packages/libvirt/test/virsh.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './private-libvirt.ts'

interface Side {
  readonly libvirt: PrivateLibvirt
  readonly connection: Connection
  /** How another daemon reaches this one. */
  readonly fromDaemons: string
  /** Where this host takes guests in. */
  readonly address: string
  virsh(...args: string[]): Promise<string>
}

const name = 't-proof-migrant'
const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`
const { LIVE, PEER2PEER, PERSIST_DEST, UNDEFINE_SOURCE } = DomainMigrateFlags
const alone = LIVE | PERSIST_DEST | UNDEFINE_SOURCE

let here: Side
let there: Side

async function side(hostName: string, port: number): Promise<Side> {
  const libvirt = await startPrivateLibvirt({ name: hostName })
  const transport = recorded(unixTransport(libvirt.socket))
  const connection = await connect({ transport, uri: 'qemu:///system', deadlineMs: probeMs })
  const fromDaemons = libvirt.uri.replace('qemu:', 'qemu+unix:')
  return { libvirt, connection, fromDaemons, address: `tcp:127.0.0.1:${port}`, virsh: virshOf(libvirt.uri) }
}

beforeAll(async () => {
  ;[here, there] = await Promise.all([side('here', 49_611), side('there', 49_612)])
  await there.connection.call('connectGetCapabilities') // else the first guest to come in waits for QEMU to be probed
  const { dom } = await here.connection.call('domainDefineXml', { xml })
  await here.connection.call('domainCreate', { dom })
}, 2 * probeMs)

afterAll(async () => {
  for (const one of [here, there]) {
    await one?.connection.close()
    await one?.libvirt.stop()
  }
})

const stateAt = (one: Side) => one.virsh('domstate', name)
const found = async ({ connection }: Side): Promise<Domain> =>
  (await connection.call('domainLookupByName', { name })).dom

/** Each test starts with the guest here. */
beforeEach(async () => {
  if (await stateAt(here).catch(() => null)) return
  await there.virsh('migrate', '--live', '--persistent', '--undefinesource', name, here.libvirt.uri, here.address)
}, 30_000)

const isNow = async (one: Side, other: Side) => {
  expect(await stateAt(one)).toBe('running')
  await expect(stateAt(other)).rejects.toThrow(/failed to get domain/)
  const dom = await found(one)
  expect((await one.connection.call('domainGetState', { dom })).state).toBe(DomainState.RUNNING)
}

test('driven by us: begin, prepare, perform, finish, confirm', async () => {
  const dom = await found(here)
  const flags = alone
  const begun = await here.connection.call('domainMigrateBegin3Params', { dom, params: {}, flags })
  const params = { destination_xml: begun.xml, destination_name: name, migrate_uri: there.address }
  const prepare = { params, cookie_in: begun.cookie_out, flags }
  const prepared = await there.connection.call('domainMigratePrepare3Params', prepare)
  const going = { ...params, migrate_uri: prepared.uri_out ?? there.address }
  const perform = { dom, dconnuri: null, params: going, cookie_in: prepared.cookie_out, flags }
  const performed = await here.connection.call('domainMigratePerform3Params', perform)
  const finish = { params: going, cookie_in: performed.cookie_out, flags, cancelled: 0 }
  const finished = await there.connection.call('domainMigrateFinish3Params', finish)
  expect(finished.dom).toMatchObject({ name, uuid: dom.uuid })
  const confirm = { dom, params: going, cookie_in: finished.cookie_out, flags, cancelled: 0 }
  await here.connection.call('domainMigrateConfirm3Params', confirm)
  await isNow(there, here)
})

test('driven by us in the older way, without typed parameters', async () => {
  const dom = await found(here)
  const common = { flags: alone, dname: null, resource: 0 }
  const begun = await here.connection.call('domainMigrateBegin3', { dom, xmlin: null, ...common })
  const prepared = await there.connection.call('domainMigratePrepare3', {
    ...common,
    cookie_in: begun.cookie_out,
    uri_in: there.address,
    dom_xml: begun.xml,
  })
  const uri = prepared.uri_out ?? there.address
  const performed = await here.connection.call('domainMigratePerform3', {
    ...common,
    dom,
    xmlin: null,
    cookie_in: prepared.cookie_out,
    dconnuri: null,
    uri,
  })
  const finish = { dname: name, cookie_in: performed.cookie_out, dconnuri: null, uri, flags: alone, cancelled: 0 }
  const finished = await there.connection.call('domainMigrateFinish3', finish)
  const confirm = { dom, cookie_in: finished.cookie_out, flags: alone, cancelled: 0 }
  await here.connection.call('domainMigrateConfirm3', confirm)
  await isNow(there, here)
})

test('from host to host: one call, and the job is there to be looked at when it is done', async () => {
  const dom = await found(here)
  const completed = await hear(here.connection, 'domainJobCompleted', { only: dom })
  await here.connection.call('domainMigratePerform3Params', {
    dom,
    dconnuri: there.fromDaemons,
    params: { migrate_uri: there.address },
    cookie_in: new Uint8Array(),
    flags: alone | PEER2PEER,
  })
  await isNow(there, here)
  const told = await completed.until(() => true)
  expect(told.params).toMatchObject({ operation: 5, memory_remaining: 0 }) // outgoing migration
  await completed.stop()
})

test('virsh migrates, we hear and see it', async () => {
  const dom = await found(here)
  const life = await hear(here.connection, 'domainLifecycle', { only: dom })
  await here.virsh(
    'migrate',
    '--live',
    '--p2p',
    '--persistent',
    '--undefinesource',
    name,
    there.fromDaemons,
    there.address,
  )
  await life.until(({ event, detail }) => event === 5 && detail === 3) // stopped: migrated
  await isNow(there, here)
  await life.stop()
})

test('a slow one is watched and given up, and the guest goes on where it was', { timeout: 60_000 }, async () => {
  const dom = await found(here)
  const perform = {
    dom,
    dconnuri: there.fromDaemons,
    params: { migrate_uri: there.address, bandwidth: 1 }, // MiB/s
    cookie_in: new Uint8Array(),
    flags: alone | PEER2PEER,
  }
  const iterating = await hear(here.connection, 'domainMigrationIteration', { only: dom })
  const migrating = here.connection.call('domainMigratePerform3Params', perform)
  await Promise.race([migrating, iterating.until(() => true)])
  const before = await here.connection.call('domainGetJobInfo', { dom })
  const told = fieldsOf(await here.virsh('domjobinfo', name))
  const after = await here.connection.call('domainGetJobInfo', { dom })
  expect(told).toMatchObject({ 'Job type': 'Unbounded', Operation: 'Outgoing migration' })
  expect(Number(before.timeElapsed)).toBeLessThanOrEqual(Number.parseInt(told['Time elapsed'] ?? '', 10))
  expect(Number(after.timeElapsed)).toBeGreaterThanOrEqual(Number.parseInt(told['Time elapsed'] ?? '', 10))
  expect((await here.connection.call('domainGetJobStats', { dom })).params).toMatchObject({ operation: 5 })
  await here.connection.call('domainAbortJob', { dom })
  await expect(migrating).rejects.toThrow(/canceled by client/)
  await isNow(here, there)
  await iterating.stop()
})

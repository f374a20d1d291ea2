// The daemon about itself, over its own socket and in its own program; virt-admin is the second opinion.
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHost, probeMs } from '../../test/proof-host.ts'
import { recorded } from '../../test/recorded.ts'
import { fieldsOf, rowsOf, virshOf } from '../../test/virsh.ts'
import { Connection } from '../connection.ts'
import { ErrorNumber } from '../constants.gen.ts'
import type { AdminServer } from '../protocol/structures.gen.ts'
import { unixTransport } from '../transports/unix.ts'

const modular = '/run/libvirt/virtqemud-admin-sock'
const [daemon, socket] = existsSync(modular) ? ['virtqemud', modular] : ['libvirtd', '/run/libvirt/libvirt-admin-sock']
const admin = virshOf(`${daemon}:///system`, 'virt-admin')
let connection: Connection
let srv: AdminServer

beforeAll(async () => {
  const duplex = await recorded(unixTransport(socket), 'admin').open()
  connection = new Connection(duplex, {
    deadlineMs: 30_000,
    onListenerError: error => expect.unreachable(String(error)),
  })
  await connection.call('adminConnectOpen')
  srv = (await connection.call('adminConnectLookupServer', { name: daemon })).srv
}, probeMs)
afterAll(async () => {
  await connection?.call('adminConnectClose')
  connection?.destroy()
})

const asText = (params: object) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))

test('servers and their limits', async () => {
  const { servers } = await connection.call('adminConnectListServers')
  const told = rowsOf(await admin('srv-list')).map(row => row.at(-1))
  expect(servers.map(({ name }) => name).sort()).toEqual(told.sort())
  expect(servers).toContainEqual(srv)

  const { params: threads } = await connection.call('adminServerGetThreadpoolParameters', { srv })
  const { minWorkers, maxWorkers, prioWorkers } = threads
  expect(fieldsOf(await admin('srv-threadpool-info', daemon))).toMatchObject(
    asText({ minWorkers, maxWorkers, prioWorkers }),
  )
  const { params: limits } = await connection.call('adminServerGetClientLimits', { srv })
  const { nclients_max, nclients_unauth_max } = limits
  expect(fieldsOf(await admin('srv-clients-info', daemon))).toMatchObject(asText({ nclients_max, nclients_unauth_max }))

  // The daemon is everybody's: it is given what it has.
  await connection.call('adminServerSetThreadpoolParameters', { srv, params: { maxWorkers: Number(maxWorkers) } })
  await connection.call('adminServerSetClientLimits', { srv, params: { nclients_max: Number(nclients_max) } })
  expect((await connection.call('adminServerGetClientLimits', { srv })).params.nclients_max).toBe(nclients_max)
})

test('its clients: found, described, and sent away', async () => {
  const ids = async () => (await connection.call('adminServerListClients', { srv })).clients.map(({ id }) => id)
  const before = await ids()
  const host = await openHost('t-proof-nothing')
  const told = rowsOf(await admin('srv-clients-list', daemon)).map(([id]) => Number(id))
  const mine = (await ids()).filter(id => !before.includes(id) && told.includes(Number(id)))
  const described = await Promise.all(
    mine.map(async id => {
      const { clnt } = await connection.call('adminServerLookupClient', { srv, id })
      return { clnt, params: (await connection.call('adminClientGetInfo', { clnt })).params }
    }),
  )
  const me = described.find(({ params }) => params.unix_process_id === process.pid)
  const info = fieldsOf(await admin('client-info', daemon, String(me?.clnt.id)))
  expect(info).toMatchObject({
    unix_process_id: String(process.pid),
    unix_user_name: String(me?.params.unix_user_name),
  })
  if (me) await connection.call('adminClientClose', { clnt: me.clnt })
  expect(await host.connection.closed).toMatchObject({ name: 'TransportError', reason: 'lost' })
})

test('its log', async () => {
  const { outputs } = await connection.call('adminConnectGetLoggingOutputs')
  const { filters } = await connection.call('adminConnectGetLoggingFilters')
  const told = { ...fieldsOf(await admin('daemon-log-outputs')), ...fieldsOf(await admin('daemon-log-filters')) }
  expect([told['Logging outputs'], told['Logging filters'] ?? '']).toEqual([outputs, filters ?? ''])
  await connection.call('adminConnectSetLoggingFilters', { filters })
  await connection.call('adminConnectSetLoggingOutputs', { outputs })
  expect((await connection.call('adminConnectGetLoggingOutputs')).outputs).toBe(outputs)
})

test('its version; and what it has no files for is refused', async () => {
  const { libVer } = await connection.call('adminConnectGetLibVersion')
  const [major, minor, micro] = [Number(libVer) / 1e6, (Number(libVer) / 1000) % 1000, Number(libVer) % 1000].map(
    Math.floor,
  )
  expect(await admin('version')).toContain(`Running against daemon: ${major}.${minor}.${micro}`)
  const nothing = connection.call('adminServerUpdateTlsFiles', { srv: { name: 'none' } })
  await expect(nothing).rejects.toMatchObject({ code: ErrorNumber.NO_SERVER })
})

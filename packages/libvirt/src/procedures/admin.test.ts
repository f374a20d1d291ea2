// The daemon about itself, over its own socket and in its own program; virt-admin is the second opinion.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { probeMs, qemuSystem } from '../../test/proof-host.ts'
import { recorded } from '../../test/recorded.ts'
import { fieldsOf, rowsOf, virshOf } from '../../test/virsh.ts'
import { connectAdmin } from '../connect-admin.ts'
import type { Connection } from '../connection.ts'
import { ErrorNumber } from '../constants.gen.ts'
import type { AdminServer } from '../protocol/structures.gen.ts'
import { adminSocket } from '../transports/daemon-sockets.ts'
import { unixTransport } from '../transports/unix.ts'
import { parseUri } from '../uri.ts'

const daemon = existsSync('/run/libvirt/virtqemud-admin-sock') ? 'virtqemud' : 'libvirtd'
const uri = `${daemon}:///system`
const admin = virshOf(uri, 'virt-admin')
const transport = recorded(unixTransport(adminSocket(parseUri(uri))), 'admin')
/** virt-admin is a client itself each time that it lists them. */
const virtAdmin = 1
let connection: Connection
let srv: AdminServer

beforeAll(async () => {
  connection = await connectAdmin({ transport })
  srv = (await connection.call('adminConnectLookupServer', { name: daemon })).srv
}, probeMs)
afterAll(() => connection?.close())

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
  // A program of its own: what else is connected from this process belongs to another test.
  const client = spawn('virsh', ['-c', qemuSystem, 'event', '--event', 'lifecycle', '--loop'])
  onTestFinished(() => void client.kill())
  const ended = once(client, 'close')
  const said = text(client.stderr)
  const unix_process_id = client.pid
  const find = async () => {
    const { clients } = await connection.call('adminServerListClients', { srv })
    for (const { id } of clients) {
      const { clnt } = await connection.call('adminServerLookupClient', { srv, id })
      const { params } = await connection.call('adminClientGetInfo', { clnt })
      if (params.unix_process_id === unix_process_id) return { clnt, params }
    }
    throw new Error('It is not connected yet.')
  }
  // Others come and go meanwhile.
  const { clnt, params } = await vi.waitFor(find, { timeout: 10_000 })
  const told = rowsOf(await admin('srv-clients-list', daemon)).map(([id]) => id)
  expect(told).toContain(String(clnt.id))
  expect(fieldsOf(await admin('client-info', daemon, String(clnt.id)))).toMatchObject({
    unix_process_id: String(unix_process_id),
    unix_user_name: String(params.unix_user_name),
  })
  await connection.call('adminClientClose', { clnt })
  await ended
  expect(await said).toContain('due to end of file')
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

test('whoever connects answers pings, and is gone after close', async () => {
  const clients = async () => rowsOf(await admin('srv-clients-list', 'admin')).map(([id]) => id)
  const before = await clients()
  let hear = () => {}
  const way = {
    ...transport,
    open: async (signal?: AbortSignal) => (await transport.open(signal)).on('data', () => hear()),
  }
  const another = await connectAdmin({ transport: way, keepAlive: { intervalMs: 20, count: 500 } })
  // It asks nothing, so all that it hears are answers to its pings.
  for (let pong = 0; pong < 3; pong++) {
    await new Promise<void>(resolve => {
      hear = resolve
    })
  }
  expect((await clients()).filter(id => !before.includes(id))).toHaveLength(1 + virtAdmin)
  await another.close()
  expect(await another.closed).toBeNull()
  expect((await clients()).filter(id => !before.includes(id))).toHaveLength(virtAdmin)
})

test('a connection finds its socket by the URI alone, and is answered nothing but admin calls', async () => {
  const another = await connectAdmin({ uri })
  expect(await another.call('adminConnectLookupServer', { name: daemon })).toEqual({ srv })
  await expect(another.call('connectGetHostname')).rejects.toMatchObject({ unsupported: true })
  await another.close()
  await expect(connectAdmin({ uri: 'qemu:///system' })).rejects.toThrow(/Name the daemon to administer/)
  await expect(connectAdmin({ uri: 'libvirtd+tcp://host/system' })).rejects.toThrow(/on its own machine only/)
  expect(await admin('uri')).toBe(uri)
})

// Virtual networks, on QEMU's host with a real bridge and DHCP server, none of which leads out of this machine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectListAllNetworksFlags, ErrorNumber, NetworkEventLifecycleType } from '../constants.gen.ts'
import type { Network } from '../protocol/structures.gen.ts'

const prefix = 't-proof-net'
const bridge = 'tproofnet0'
const xml = (
  name: string,
  bridgeName = bridge,
  third = 211,
) => `<network><name>${name}</name><bridge name='${bridgeName}'/>
  <ip address='192.168.${third}.1' netmask='255.255.255.0'><dhcp><range start='192.168.${third}.10' end='192.168.${third}.20'/></dhcp></ip></network>`

let host: ProofHost
let connection: Connection
let net: Network

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  net = (await connection.call('networkDefineXml', { xml: xml(prefix) })).net
}, probeMs)
afterAll(() => host?.close())

const info = async (name = prefix) => fieldsOf(await host.virsh('net-info', name))
const ours = (names: readonly string[]) => names.filter(name => name.startsWith(prefix)).sort()

test('a definition is seen by virsh, as the same text', async () => {
  expect(await info()).toMatchObject({ Name: prefix, UUID: net.uuid, Active: 'no', Persistent: 'yes', Bridge: bridge })
  const { xml } = await connection.call('networkGetXmlDesc', { net })
  expect(xml.trimEnd()).toBe(await host.virsh('net-dumpxml', prefix))
  expect(await connection.call('networkIsActive', { net })).toEqual({ active: 0 })
  expect(await connection.call('networkIsPersistent', { net })).toEqual({ persistent: 1 })
  expect(await connection.call('networkGetBridgeName', { net })).toEqual({ name: bridge })
})

test('it is found by its name and its UUID', async () => {
  const uuid = await host.virsh('net-uuid', prefix)
  expect(await connection.call('networkLookupByName', { name: prefix })).toEqual({ net: { name: prefix, uuid } })
  expect(await connection.call('networkLookupByUuid', { uuid })).toEqual({ net })
  expect(await host.virsh('net-name', net.uuid)).toBe(prefix)
  await expect(connection.call('networkLookupByName', { name: `${prefix}-none` })).rejects.toMatchObject({
    code: ErrorNumber.NO_NETWORK,
  })
  await expect(host.virsh('net-uuid', `${prefix}-none`)).rejects.toThrow(/failed to get network/)
})

test('autostart, both ways', async () => {
  await connection.call('networkSetAutostart', { net, autostart: 1 })
  expect((await info()).Autostart).toBe('yes')
  await host.virsh('net-autostart', prefix, '--disable')
  expect(await connection.call('networkGetAutostart', { net })).toEqual({ autostart: 0 })
})

describe('while it runs', () => {
  test('start is seen by virsh, what virsh stops and starts is heard', async () => {
    const { messages, until, stop } = await hear(connection, 'networkLifecycle', { only: net })
    await connection.call('networkCreate', { net })
    expect((await info()).Active).toBe('yes')
    expect(await connection.call('networkIsActive', { net })).toEqual({ active: 1 })
    await host.virsh('net-destroy', prefix)
    await host.virsh('net-start', prefix)
    await until(() => messages.length === 3)
    const { STARTED, STOPPED } = NetworkEventLifecycleType
    expect(messages.map(({ event }) => event)).toEqual([STARTED, STOPPED, STARTED])
    await stop()
  })

  test('the lists', async () => {
    const names = async (...flags: string[]) => ours((await host.virsh('net-list', '--name', ...flags)).split('\n'))
    const { nets, ret } = await connection.call('connectListAllNetworks')
    expect(ret).toBe(nets.length)
    expect(ours(nets.map(({ name }) => name))).toEqual(await names('--all'))
    const inactive = await connection.call('connectListAllNetworks', { flags: ConnectListAllNetworksFlags.INACTIVE })
    expect(ours(inactive.nets.map(({ name }) => name))).toEqual(await names('--inactive'))
    expect(ours((await connection.call('connectListNetworks')).names)).toEqual(await names())
    expect(ours((await connection.call('connectListDefinedNetworks')).names)).toEqual(await names('--inactive'))
    expect((await connection.call('connectNumOfNetworks')).num).toBeGreaterThan(0)
    expect((await connection.call('connectNumOfDefinedNetworks')).num).toBeGreaterThanOrEqual(0)
  })

  test('an address is reserved, live and in the definition, whichever order this daemon takes the arguments in', async () => {
    const reservation = `<host mac='52:54:00:00:00:01' name='reserved' ip='192.168.211.5'/>`
    const both = 1 | 2
    await connection.call('networkUpdate', {
      net,
      command: 3,
      section: 4,
      parentIndex: -1,
      xml: reservation,
      flags: both,
    })
    for (const which of [[], ['--inactive']]) {
      expect(await host.virsh('net-dumpxml', prefix, ...which)).toContain("name='reserved'")
    }
    await host.virsh('net-update', prefix, 'delete', 'ip-dhcp-host', reservation, '--live', '--config')
    expect((await connection.call('networkGetXmlDesc', { net })).xml).not.toContain('reserved')
  })

  test('leases: none yet', async () => {
    const { leases, ret } = await connection.call('networkGetDhcpLeases', { net, mac: null })
    expect(leases).toHaveLength(ret)
    expect(
      rowsOf(await host.virsh('net-dhcp-leases', prefix)).filter(([first]) => /^\d{4}-/.test(first ?? '')),
    ).toHaveLength(ret)
  })

  test('ports: made, read, limited, deleted', async () => {
    const xml = `<networkport><uuid>99999999-2222-4333-8444-555555555555</uuid><owner><name>${prefix}</name><uuid>11111111-2222-4333-8444-555555555555</uuid></owner><mac address='52:54:00:00:00:02'/>
      <bandwidth><inbound average='100' peak='200' burst='256'/></bandwidth></networkport>`
    const { port } = await connection.call('networkPortCreateXml', { network: net, xml })
    const { ports } = await connection.call('networkListAllPorts', { network: net })
    expect(ports).toEqual([port])
    expect(rowsOf(await host.virsh('net-port-list', prefix, '--uuid'))).toEqual([[port.uuid]])
    expect(await connection.call('networkPortLookupByUuid', { network: net, uuid: port.uuid })).toEqual({ port })
    const { xml: text } = await connection.call('networkPortGetXmlDesc', { port })
    expect(text.trimEnd()).toBe(await host.virsh('net-port-dumpxml', prefix, port.uuid))
    const { params } = await connection.call('networkPortGetParameters', { port })
    expect(params).toMatchObject({ 'inbound.average': 100, 'inbound.peak': 200, 'inbound.burst': 256 })
    await connection.call('networkPortDelete', { port })
    expect(await host.virsh('net-port-list', prefix, '--uuid')).toBe('')
  })

  test('stop is seen by virsh', async () => {
    await connection.call('networkDestroy', { net })
    expect((await info()).Active).toBe('no')
  })
})

test('transient networks, made by us and by virsh', async () => {
  const name = `${prefix}-transient`
  const made = await connection.call('networkCreateXml', { xml: xml(name, 'tproofnet1', 212) })
  expect(await info(name)).toMatchObject({ Persistent: 'no', Active: 'yes' })
  await connection.call('networkDestroy', { net: made.net })
  await expect(info(name)).rejects.toThrow(/failed to get network/)

  await connection.call('networkCreateXmlFlags', { xml: xml(name, 'tproofnet1', 212), flags: 1 })
  await host.virsh('net-destroy', name)
  await host.virsh('net-create', await host.file(xml(name, 'tproofnet1', 212)))
  const { net: theirs } = await connection.call('networkLookupByName', { name })
  expect(await connection.call('networkIsPersistent', { net: theirs })).toEqual({ persistent: 0 })
  await connection.call('networkDestroy', { net: theirs })
})

test('undefine, ours and that of virsh', async () => {
  const { net: second } = await connection.call('networkDefineXmlFlags', {
    xml: xml(`${prefix}-second`, 'tproofnet2', 213),
    flags: 1,
  })
  await host.virsh('net-undefine', second.name)
  await expect(connection.call('networkUndefine', { net: second })).rejects.toMatchObject({
    code: ErrorNumber.NO_NETWORK,
  })
  await connection.call('networkUndefine', { net })
  await expect(info()).rejects.toThrow(/failed to get network/)
})

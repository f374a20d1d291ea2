// The devices of the machine itself, its network interfaces and its packet filters.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHost, type ProofHost, probeMs, testDefault } from '../../test/proof-host.ts'
import { fieldsOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectListAllNodeDeviceFlags, ErrorNumber } from '../constants.gen.ts'

const prefix = 't-proof-node'
let host: ProofHost
let connection: Connection

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
}, probeMs)
afterAll(() => host?.close())

describe('node devices', () => {
  // Every machine has a PCI bus or at least its system's own entry; those do not come and go.
  test('the lists', async () => {
    const told = (await host.virsh('nodedev-list', '--cap', 'pci,system')).split('\n').sort()
    const { CAP_PCI_DEV, CAP_SYSTEM } = ConnectListAllNodeDeviceFlags
    const { devices, ret } = await connection.call('connectListAllNodeDevices', {
      flags: CAP_PCI_DEV | CAP_SYSTEM,
    })
    expect(ret).toBe(devices.length)
    expect(devices.map(({ name }) => name).sort()).toEqual(told)
    const { names } = await connection.call('nodeListDevices', { cap: 'system' })
    expect(names).toEqual((await host.virsh('nodedev-list', '--cap', 'system')).split('\n'))
    expect((await connection.call('nodeNumOfDevices', { cap: 'system' })).num).toBe(names.length)
    expect((await connection.call('nodeNumOfDevices', { cap: null })).num).toBeGreaterThanOrEqual(told.length)
  })

  test('each tells about itself what virsh tells', async () => {
    for (const name of (await host.virsh('nodedev-list', '--cap', 'pci,system')).split('\n')) {
      const { xml } = await connection.call('nodeDeviceGetXmlDesc', { name })
      expect(xml.trimEnd()).toBe(await host.virsh('nodedev-dumpxml', name))
      expect((await connection.call('nodeDeviceLookupByName', { name })).dev).toEqual({ name })
      const { names } = await connection.call('nodeDeviceListCaps', { name })
      const told = [...new Set([...xml.matchAll(/^ {2}<capability type='([^']+)'/gm)].map(([, type]) => type))]
      expect(names.slice(0, 1)).toEqual(told)
      expect((await connection.call('nodeDeviceNumOfCaps', { name })).num).toBe(names.length)
      const { parentName } = await connection.call('nodeDeviceGetParent', { name })
      expect(parentName ?? undefined).toBe(/<parent>(.*)<\/parent>/.exec(xml)?.[1])
    }
  })

  test('states', async () => {
    const name = (await host.virsh('nodedev-list', '--cap', 'system')).trim()
    const told = fieldsOf(await host.virsh('nodedev-info', name))
    expect((await connection.call('nodeDeviceIsActive', { name })).active ? 'yes' : 'no').toBe(told.Active)
    expect((await connection.call('nodeDeviceIsPersistent', { name })).persistent ? 'yes' : 'no').toBe(told.Persistent)
    expect((await connection.call('nodeDeviceGetAutostart', { name })).autostart ? 'yes' : 'no').toBe(told.Autostart)
    const none = connection.call('nodeDeviceLookupByName', { name: `${prefix}-none` })
    await expect(none).rejects.toMatchObject({ code: ErrorNumber.NO_NODE_DEVICE })
  })
})

describe('network interfaces', () => {
  test('the lists and the loopback', async () => {
    const told = rowsOf(await host.virsh('iface-list', '--all'))
    const active = told.filter(([, state]) => state === 'active').map(([name]) => name)
    const { ifaces } = await connection.call('connectListAllInterfaces')
    // Bridges of other tests come and go.
    const lasting = (names: readonly (string | undefined)[]) =>
      names.filter(name => name === 'lo' || name === 'eth0').sort()
    expect(lasting(ifaces.map(({ name }) => name))).toEqual(lasting(told.map(([name]) => name)))
    expect(lasting((await connection.call('connectListInterfaces')).names)).toEqual(lasting(active))
    const { names } = await connection.call('connectListDefinedInterfaces')
    expect((await connection.call('connectNumOfInterfaces')).num).toBeGreaterThan(0)
    expect((await connection.call('connectNumOfDefinedInterfaces')).num).toBeGreaterThanOrEqual(0)
    expect(names).not.toContain('lo')

    const { iface } = await connection.call('interfaceLookupByName', { name: 'lo' })
    expect(iface).toEqual({ name: 'lo', mac: await host.virsh('iface-mac', 'lo') })
    expect((await connection.call('interfaceGetXmlDesc', { iface })).xml.trimEnd()).toBe(
      await host.virsh('iface-dumpxml', 'lo'),
    )
    expect((await connection.call('interfaceIsActive', { iface })).active).toBe(active.includes('lo') ? 1 : 0)
    expect((await connection.call('interfaceLookupByMacString', { mac: iface.mac })).iface.mac).toBe(iface.mac)
  })
})

describe('network interfaces of a pretended machine', () => {
  const name = `${prefix}-eth`
  const xml = `<interface type='ethernet' name='${name}'><mac address='aa:bb:cc:00:00:01'/></interface>`

  test('defined, started, stopped and undefined, by us and by virsh', async () => {
    const { connection, virsh, close } = await openHost(prefix, testDefault)
    const state = async () => rowsOf(await virsh('iface-list', '--all')).find(([told]) => told === name)?.[1]
    const { iface } = await connection.call('interfaceDefineXml', { xml })
    expect(iface).toEqual({ name, mac: 'aa:bb:cc:00:00:01' })
    expect(await state()).toBe('inactive')
    await connection.call('interfaceCreate', { iface })
    expect(await state()).toBe('active')
    await connection.call('interfaceDestroy', { iface })
    expect(await state()).toBe('inactive')
    await virsh('iface-start', name)
    expect((await connection.call('interfaceIsActive', { iface })).active).toBe(1)
    await connection.call('interfaceUndefine', { iface })
    expect(await state()).toBe(undefined)
    await close()
  })

  test('changes are tried, and then kept or taken back', async () => {
    const { connection, virsh, close } = await openHost(prefix, testDefault)
    const listed = async () => rowsOf(await virsh('iface-list', '--all')).some(([told]) => told === name)
    await connection.call('interfaceChangeBegin')
    const { iface } = await connection.call('interfaceDefineXml', { xml })
    expect(await listed()).toBe(true)
    await connection.call('interfaceChangeRollback')
    expect(await listed()).toBe(false)
    await virsh('iface-begin')
    await connection.call('interfaceDefineXml', { xml })
    await connection.call('interfaceChangeCommit')
    expect(await listed()).toBe(true)
    await connection.call('interfaceUndefine', { iface })
    await close()
  })
})

describe('packet filters', () => {
  const name = `${prefix}-filter`
  const xml = `<filter name='${name}' chain='root'><uuid>7be0ffab-1f2d-4f6c-9d0a-00000000f001</uuid><rule action='accept' direction='inout' priority='500'/></filter>`

  test('made by us, seen by virsh, and the other way', async () => {
    const { nwfilter } = await connection.call('nwfilterDefineXml', { xml })
    expect(await host.virsh('nwfilter-list')).toContain(name)
    expect((await connection.call('nwfilterGetXmlDesc', { nwfilter })).xml.trimEnd()).toBe(
      await host.virsh('nwfilter-dumpxml', name),
    )
    expect(await connection.call('nwfilterLookupByUuid', { uuid: nwfilter.uuid })).toEqual({ nwfilter })
    await host.virsh('nwfilter-undefine', name)
    const gone = connection.call('nwfilterLookupByName', { name })
    await expect(gone).rejects.toMatchObject({ code: ErrorNumber.NO_NWFILTER })

    await host.virsh('nwfilter-define', await host.file(xml))
    expect(await connection.call('nwfilterLookupByName', { name })).toEqual({ nwfilter })
    await connection.call('nwfilterUndefine', { nwfilter })
    expect(await host.virsh('nwfilter-list')).not.toContain(name)
    const again = await connection.call('nwfilterDefineXmlFlags', { xml, flags: 1 })
    await connection.call('nwfilterUndefine', again)
  })

  test('the lists', async () => {
    const told = rowsOf(await host.virsh('nwfilter-list')).map(([, name]) => name)
    const { filters } = await connection.call('connectListAllNwfilters')
    expect(filters.map(({ name }) => name).sort()).toEqual(told.sort())
    expect((await connection.call('connectListNwfilters')).names.sort()).toEqual(told)
    expect((await connection.call('connectNumOfNwfilters')).num).toBe(told.length)
    const { bindings } = await connection.call('connectListAllNwfilterBindings')
    expect(bindings.map(({ portdev }) => portdev)).toEqual(
      rowsOf(await host.virsh('nwfilter-binding-list')).map(([port]) => port),
    )
  })
})

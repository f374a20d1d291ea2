// Devices that are plugged into a running guest and out of it, and what the guest's disks and interfaces count.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LinuxGuest, linuxGuest } from '../../test/linux-guest.ts'
import { type Heard, hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { fieldsOf, numbersOf, rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ConnectDomainEventAgentLifecycleState, ErrorNumber } from '../constants.gen.ts'
import type { EventMessages } from '../protocol/events.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-dev'
const slow = { timeout: 60_000 } // the emulated guest lets go of a device when it gets to it
const live = 1
const config = 2

let host: ProofHost
let connection: Connection
let guest: LinuxGuest
let dom: Domain
let removed: Heard<EventMessages['domainDeviceRemoved']>
let added: Heard<EventMessages['domainDeviceAdded']>

const image = (name: string) => `${host.folder}/${name}.raw`
const diskXml = (target: string) =>
  `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${image(target)}'/><target dev='${target}' bus='virtio'/><alias name='ua-${target}'/></disk>`
const nicXml = (last: number, link = 'up') =>
  `<interface type='network'><mac address='52:54:00:aa:00:0${last}'/><source network='${prefix}'/><model type='virtio'/><link state='${link}'/><alias name='ua-nic${last}'/></interface>`

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  guest = await linuxGuest()
  // Without an address on offer the guest would wait for one while it boots.
  const network = `<network><name>${prefix}</name><bridge name='tproofdev0'/>
    <ip address='192.168.216.1' netmask='255.255.255.0'><dhcp><range start='192.168.216.10' end='192.168.216.20'/></dhcp></ip></network>`
  await connection.call('networkCreateXml', { xml: network })
  for (const name of ['vdb', 'vdc']) await writeFile(image(name), Buffer.alloc(1024 * 1024).fill('the medium', 0, 10))
  const devices = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${guest.disk}'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>${nicXml(1)}`
  dom = (await connection.call('domainDefineXml', { xml: guest.xml(prefix, { devices, slots: 7 }) })).dom
  const agent = await hear(connection, 'domainAgentLifecycle', { only: dom })
  dom = (await connection.call('domainCreateWithFlags', { dom })).dom
  removed = await hear(connection, 'domainDeviceRemoved', { only: dom })
  added = await hear(connection, 'domainDeviceAdded', { only: dom })
  await agent.until(({ state }) => state === ConnectDomainEventAgentLifecycleState.CONNECTED)
}, 2 * probeMs)
afterAll(async () => {
  await host?.close()
  await guest?.remove()
})

const targets = async (...which: string[]) =>
  rowsOf(await host.virsh('domblklist', prefix, ...which)).map(([target]) => target)
const macs = async () => rowsOf(await host.virsh('domiflist', prefix)).map(row => row.at(-1))
const ourXml = async (flags = 0) => (await connection.call('domainGetXmlDesc', { dom, flags })).xml
const gone = (alias: string) => removed.until(({ devAlias }) => devAlias === alias)
const forget = () => {
  removed.messages.length = 0
  added.messages.length = 0
}

describe('disks', () => {
  test('attach and detach, ours seen by virsh', slow, async () => {
    forget()
    await connection.call('domainAttachDevice', { dom, xml: diskXml('vdb') })
    await added.until(({ devAlias }) => devAlias === 'ua-vdb')
    expect(await targets()).toContain('vdb')
    await connection.call('domainDetachDevice', { dom, xml: diskXml('vdb') })
    await gone('ua-vdb')
    expect(await targets()).not.toContain('vdb')
  })

  test('attach-disk and detach-disk, those of virsh seen by us', slow, async () => {
    forget()
    const { length } = added.messages
    const options = ['--driver', 'qemu', '--subdriver', 'raw', '--alias', 'ua-theirs', '--live']
    await host.virsh('attach-disk', prefix, image('vdb'), 'vdb', ...options)
    await added.until(({ devAlias }) => devAlias === 'ua-theirs')
    expect(added.messages).toHaveLength(length + 1)
    expect(await ourXml()).toContain(image('vdb'))
    await host.virsh('detach-disk', prefix, 'vdb', '--live')
    await gone('ua-theirs')
    expect(await ourXml()).not.toContain(image('vdb'))
  })

  test('with flags: running and defined are two things; taken out by its alias', slow, async () => {
    forget()
    await connection.call('domainAttachDeviceFlags', { dom, xml: diskXml('vdc'), flags: live | config })
    expect([await targets(), await targets('--inactive')]).toEqual(Array(2).fill(expect.arrayContaining(['vdc'])))
    await connection.call('domainDetachDeviceFlags', { dom, xml: diskXml('vdc'), flags: config })
    expect(await targets('--inactive')).not.toContain('vdc')
    expect(await targets()).toContain('vdc')
    await connection.call('domainDetachDeviceAlias', { dom, alias: 'ua-vdc', flags: live })
    await gone('ua-vdc')
    expect(await targets()).not.toContain('vdc')
  })

  test('a medium is put into the drive by us and taken out by virsh', async () => {
    const cd = `<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='${image('vdb')}'/><target dev='sda' bus='sata'/></disk>`
    await connection.call('domainUpdateDeviceFlags', { dom, xml: cd, flags: live })
    expect(Object.fromEntries(rowsOf(await host.virsh('domblklist', prefix)))).toMatchObject({ sda: image('vdb') })
    const { buffer } = await connection.call('domainBlockPeek', { dom, path: 'sda', offset: 4, size: 6 })
    expect(Buffer.from(buffer).toString()).toBe('medium')
    await host.virsh('change-media', prefix, 'sda', '--eject', '--live')
    expect(await ourXml()).not.toContain(image('vdb'))
  })

  test('what is not there is refused, as virsh is', async () => {
    const refusal = connection.call('domainDetachDevice', { dom, xml: diskXml('vdz') })
    await expect(refusal).rejects.toMatchObject({ code: ErrorNumber.DEVICE_MISSING })
    await expect(host.virsh('detach-disk', prefix, 'vdz')).rejects.toThrow(/No disk found/)
  })

  test('domblkstat: ours lie between two of virsh', async () => {
    const before = numbersOf(await host.virsh('domblkstat', prefix, 'vda'))
    const old = await connection.call('domainBlockStats', { dom, path: 'vda' })
    const { params } = await connection.call('domainBlockStatsFlags', { dom, path: 'vda' })
    const after = numbersOf(await host.virsh('domblkstat', prefix, 'vda'))
    const ours: Record<string, unknown> = { ...params, ...old }
    const named = { rd_operations: 'rd_req', wr_operations: 'wr_req' } as Record<string, string>
    expect(before.rd_bytes).toBeGreaterThan(0)
    for (const [name, value] of Object.entries(before)) {
      if (name === 'errs' && value === -1) continue
      expect([name, Number(params[name] ?? ours[named[name] ?? name])]).toEqual([name, expect.any(Number)])
      expect(Number(params[name] ?? ours[named[name] ?? name])).toBeGreaterThanOrEqual(value)
      expect(Number(params[name] ?? ours[named[name] ?? name])).toBeLessThanOrEqual(after[name] ?? Number.NaN)
    }
    for (const name of ['rd_req', 'rd_bytes', 'wr_req', 'wr_bytes'] as const) {
      expect(Number(old[name])).toBeGreaterThanOrEqual(before[name] ?? Number.NaN)
      expect(Number(old[name])).toBeLessThanOrEqual(after[name] ?? Number.NaN)
    }
  })

  test('size, bytes, errors and another size', async () => {
    const { capacity, physical } = await connection.call('domainGetBlockInfo', { dom, path: 'vda' })
    expect(fieldsOf(await host.virsh('domblkinfo', prefix, 'vda'))).toMatchObject({
      Capacity: String(capacity),
      Physical: String(physical),
    })
    expect(await connection.call('domainGetDiskErrors', { dom })).toEqual({ errors: [], nerrors: 0 })
    expect(await host.virsh('domblkerror', prefix)).toBe('No errors found')

    await connection.call('domainBlockResize', { dom, disk: 'vda', size: 96 * 1024 }) // KiB
    expect(fieldsOf(await host.virsh('domblkinfo', prefix, 'vda')).Capacity).toBe(String(96 * 1024 * 1024))
    await host.virsh('blockresize', prefix, 'vda', '128M')
    expect((await connection.call('domainGetBlockInfo', { dom, path: 'vda' })).capacity).toBe(128 * 1024 * 1024)
  })

  test('limits, both ways, and what is reported when a disk has been written to a mark', async () => {
    await connection.call('domainSetBlockIoTune', {
      dom,
      disk: 'vda',
      params: { total_bytes_sec: 2 ** 30, group_name: 'quiet' },
    })
    const told = fieldsOf(await host.virsh('blkdeviotune', prefix, 'vda'))
    expect(told).toMatchObject({ total_bytes_sec: String(2 ** 30), group_name: 'quiet' })
    await host.virsh('blkdeviotune', prefix, 'vda', '--total-bytes-sec', '0', '--read-iops-sec', '5000')
    const { params } = await connection.call('domainGetBlockIoTune', { dom, disk: 'vda' })
    expect(params).toMatchObject({ total_bytes_sec: 0, read_iops_sec: 5000 })
    await connection.call('domainSetBlockThreshold', { dom, dev: 'vda', threshold: 2 ** 40 })
    expect(await host.virsh('domstats', '--block', prefix)).toContain(`block.0.threshold=${2 ** 40}`)
  })
})

describe('interfaces', () => {
  test('attach and detach, ours seen by virsh', slow, async () => {
    forget()
    await connection.call('domainAttachDevice', { dom, xml: nicXml(2) })
    expect(await macs()).toContain('52:54:00:aa:00:02')
    await connection.call('domainDetachDeviceFlags', { dom, xml: nicXml(2), flags: live })
    await gone('ua-nic2')
    expect(await macs()).not.toContain('52:54:00:aa:00:02')
  })

  test('attach-interface and detach-interface, those of virsh seen by us', slow, async () => {
    forget()
    const mac = '52:54:00:aa:00:03'
    const options = ['--mac', mac, '--model', 'virtio', '--alias', 'ua-nic3', '--live']
    await host.virsh('attach-interface', prefix, 'network', prefix, ...options)
    expect(await ourXml()).toContain(mac)
    await host.virsh('detach-interface', prefix, 'network', '--mac', mac, '--live')
    await gone('ua-nic3')
    expect(await ourXml()).not.toContain(mac)
  })

  test('attach-device and detach-device, those of virsh seen by us', slow, async () => {
    forget()
    const file = await host.file(nicXml(4))
    await host.virsh('attach-device', prefix, file, '--live')
    await added.until(({ devAlias }) => devAlias === 'ua-nic4')
    await host.virsh('detach-device', prefix, file, '--live')
    await gone('ua-nic4')
    expect(await ourXml()).not.toContain('52:54:00:aa:00:04')
  })

  test('the cable is pulled by us and plugged by virsh', async () => {
    await connection.call('domainUpdateDeviceFlags', { dom, xml: nicXml(1, 'down'), flags: live })
    expect(await host.virsh('domif-getlink', prefix, '52:54:00:aa:00:01')).toMatch(/ down$/)
    await host.virsh('domif-setlink', prefix, '52:54:00:aa:00:01', 'up')
    expect(await ourXml()).toMatch(/<link state='up'\/>/)
  })

  test('domifstat: ours lie between two of virsh', async () => {
    const device = rowsOf(await host.virsh('domiflist', prefix))[0]?.[0] ?? ''
    const before = numbersOf(await host.virsh('domifstat', prefix, device))
    const ours = await connection.call('domainInterfaceStats', { dom, device })
    const after = numbersOf(await host.virsh('domifstat', prefix, device))
    expect(Object.keys(before).sort()).toEqual(Object.keys(ours).sort())
    for (const [name, value] of Object.entries(ours)) {
      expect(Number(value)).toBeGreaterThanOrEqual(before[name] ?? Number.NaN)
      expect(Number(value)).toBeLessThanOrEqual(after[name] ?? Number.NaN)
    }
    const { params } = await connection.call('domainGetInterfaceParameters', { dom, device })
    const limits = fieldsOf(await host.virsh('domiftune', prefix, device))
    for (const [name, value] of Object.entries(limits)) expect(params[name]).toBe(Number(value))
  })

  test('limits of the definition', async () => {
    const limits = { dom, device: '52:54:00:aa:00:01', flags: config }
    const params = { 'inbound.average': 300, 'outbound.peak': 400, 'outbound.average': 200 }
    await connection.call('domainSetInterfaceParameters', { ...limits, params })
    expect(fieldsOf(await host.virsh('domiftune', prefix, limits.device, '--config'))).toMatchObject({
      'inbound.average': '300',
      'outbound.peak': '400',
    })
    await host.virsh('domiftune', prefix, limits.device, '--config', '--inbound', '500')
    expect((await connection.call('domainGetInterfaceParameters', limits)).params).toMatchObject({
      'inbound.average': 500,
    })
  })

  test('a packet filter is bound to an interface that asks for it', slow, async () => {
    forget()
    const filtered = nicXml(5).replace('<link', `<filterref filter='allow-arp'/><link`)
    await connection.call('domainAttachDeviceFlags', { dom, xml: filtered, flags: live })
    const [row] = rowsOf(await host.virsh('domiflist', prefix)).filter(row => row.at(-1) === '52:54:00:aa:00:05')
    const name = row?.[0] ?? ''
    const { nwfilter } = await connection.call('nwfilterBindingLookupByPortDev', { name })
    expect(nwfilter).toEqual({ portdev: name, filtername: 'allow-arp' })
    const bound = async () => rowsOf(await host.virsh('nwfilter-binding-list')).map(([port]) => port)
    expect((await connection.call('connectListAllNwfilterBindings')).bindings).toContainEqual(nwfilter)
    expect(await bound()).toContain(name)
    const { xml } = await connection.call('nwfilterBindingGetXmlDesc', { nwfilter })
    expect(xml.trimEnd()).toBe(await host.virsh('nwfilter-binding-dumpxml', name))
    await connection.call('nwfilterBindingDelete', { nwfilter })
    expect(await bound()).not.toContain(name)
    expect(await connection.call('nwfilterBindingCreateXml', { xml })).toEqual({ nwfilter })
    expect(await bound()).toContain(name)
    await host.virsh('detach-device-alias', prefix, 'ua-nic5', '--live')
    await gone('ua-nic5')
  })
})

import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newPool } from '@porthole/libvirt-xml'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest, type Guest, guestName } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { addNic } from './add-nic.ts'
import { attachDisk } from './attach-disk.ts'
import { changeMemory } from './change-memory.ts'
import { changeNic } from './change-nic.ts'
import { changeProcessors } from './change-processors.ts'
import { detachDisk } from './detach-disk.ts'
import { ejectMedium } from './eject-medium.ts'
import { getHardware } from './get-hardware.ts'
import { insertMedium } from './insert-medium.ts'
import { removeNic } from './remove-nic.ts'

let live: LiveCore
let folder: string
const pool = guestName('shelf')
const network = guestName('net').slice(-12)

const ann = caller()
/** Somebody who may change VMs, and has no say in storage and networks. */
const bare = caller(['vm.see', 'vm.change'])
/** Somebody who may do with VMs and storage what a manager may. */
const manager = caller(['vm.see', 'vm.change', 'storage.see', 'storage.manage'])
/** libvirt's own client as the oracle. */
const virsh = async (...args: string[]) =>
  (await promisify(execFile)('virsh', ['-q', '-c', 'qemu:///system', ...args])).stdout
const path = (volume: string) => join(folder, volume)

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  folder = await mkdtemp('/var/tmp/porthole-shelf-')
  // QEMU runs as a user of its own.
  await chmod(folder, 0o755)
  for (const iso of ['a.iso', 'b & "c" <d>.iso']) await writeFile(path(iso), Buffer.alloc(64 * 1024, iso))
  const xml = newPool({ name: pool, kind: 'dir', path: folder })
  const { pool: defined } = await live.link.call('storagePoolDefineXml', { xml, flags: 0 })
  await live.link.call('storagePoolCreate', { pool: defined, flags: 0 })
  // A network without an address: nothing but a bridge.
  await live.link.call('networkCreateXml', {
    xml: `<network><name>${network}</name><bridge name='${network.slice(-8)}'/></network>`,
  })
})
afterAll(async () => {
  await virsh('pool-destroy', pool)
  await virsh('pool-undefine', pool)
  await virsh('net-destroy', network)
  await live[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function withGuest(devices: string, test: (guest: Guest, key: { id: string; host: string }) => Promise<void>) {
  const guest = await defineGuest(live.link, 'hardware', { devices, features: '<acpi/>' })
  try {
    const { id, host } = await live.vm(guest.name)
    await test(guest, { id, host })
  } finally {
    await guest.remove()
  }
}

/** What `domblklist` and its like say of the one that begins so, now and from the next start on. */
async function both(list: 'domblklist' | 'domiflist', name: string, which: RegExp) {
  const lines = async (...more: string[]) =>
    (await virsh(list, name, ...more))
      .split('\n')
      .find(line => which.test(line))
      ?.trim()
      .replace(/ +/g, ' ')
  return [await lines(), await lines('--inactive')]
}

const devices = `<disk type='file' device='cdrom'><target dev='hda' bus='ide'/></disk>
  <interface type='user'><mac address='52:54:00:de:ad:01'/><model type='virtio'/></interface>
  <serial type='pty'/><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
  <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  <sound model='ich6'/><watchdog model='i6300esb'/>`

it('tells a running VM from what it starts with next, and sees no difference where there is none', () =>
  withGuest(devices, async ({ name }, key) => {
    const off = await getHardware(live.core, key, ann)
    expect(off).toMatchObject({ running: false, defined: true })
    expect(off.devices.every(({ now }) => now === null)).toBe(true)

    await startVm(live.core, key, ann)
    const on = await getHardware(live.core, key, ann)
    expect(on).toMatchObject({ running: true, defined: true })
    for (const { key, now, next } of on.devices) expect(now, key).toEqual(next)
    const find = (kind: string) => on.devices.find(device => device.kind === kind)
    expect(find('nic')).toMatchObject({
      key: '52:54:00:de:ad:01',
      now: { source: 'user', model: 'virtio', link: 'up' },
    })
    expect(find('display')).toMatchObject({ key: 'vnc', told: { port: expect.any(Number) } })
    expect(find('serial')?.told.path).toMatch(/^\/dev\/pts\//)

    // Somebody with virsh.
    await virsh('setvcpus', name, '3', '--config', '--maximum')
    await virsh('detach-interface', name, 'user', '--config')
    const later = await getHardware(live.core, key, ann)
    const differing = later.devices.filter(({ now, next }) => JSON.stringify(now) !== JSON.stringify(next))
    expect(differing.map(({ kind, next }) => [kind, next?.maxVcpus])).toEqual([
      ['processors', 3],
      ['nic', undefined],
    ])
  }))

it('puts a medium into the drive of a running VM, takes it out, and offers no file that is not of a pool', () =>
  withGuest(devices, async ({ name }, key) => {
    await startVm(live.core, key, ann)
    const insert = (volume: string, more: object = {}, by = ann) =>
      insertMedium(live.core, { ...key, target: 'hda', pool, volume, force: false, ...more }, by)
    await insert('a.iso')
    expect(await both('domblklist', name, /hda/)).toEqual([`hda ${path('a.iso')}`, `hda ${path('a.iso')}`])
    await insert('b & "c" <d>.iso')
    const odd = `hda ${path('b & "c" <d>.iso')}`
    expect(await both('domblklist', name, /hda/)).toEqual([odd, odd])
    await ejectMedium(live.core, { ...key, target: 'hda', force: true }, ann)
    expect(await both('domblklist', name, /hda/)).toEqual(['hda -', 'hda -'])

    await expect(insert('a.iso', {}, bare)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      data: { permission: 'storage.see', issues: [{ path: 'volume' }] },
    })
    for (const volume of ['../../../etc/shadow', '/etc/shadow', 'gone.iso']) {
      await expect(insert(volume), volume).rejects.toMatchObject({ code: 'MEDIA_MISSING' })
    }
    await virsh('vol-create-as', pool, 'secret.qcow2', '1M', '--format', 'qcow2')
    await expect(insert('secret.qcow2')).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(insert('a.iso', { target: 'sdz' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await both('domblklist', name, /hda/)).toEqual(['hda -', 'hda -'])
  }))

it('changes vCPUs and memory for the next start and, within what it has room for, now; whatever else was changed stays', () =>
  withGuest("<memballoon model='virtio'/>", async ({ name }, key) => {
    const amounts = async () => {
      const { devices } = await getHardware(live.core, key, ann)
      const of = (kind: string) => devices.find(device => device.kind === kind)
      return [of('processors')?.now, of('processors')?.next, of('memory')?.now, of('memory')?.next]
    }
    await changeProcessors(live.core, { ...key, maxVcpus: 4, now: false }, ann)
    await startVm(live.core, key, ann)
    await changeProcessors(live.core, { ...key, vcpus: 2, now: true }, ann)
    expect((await amounts())[0]).toMatchObject({ vcpus: 2, maxVcpus: 4 })
    expect(await virsh('vcpucount', name, '--live', '--active')).toMatch(/^2/)
    await expect(changeProcessors(live.core, { ...key, vcpus: 5, maxVcpus: 8, now: true }, ann)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'It runs with room for 4 vCPUs: more only from its next start on.',
      data: { issues: [{ path: 'vcpus' }] },
    })
    await expect(changeProcessors(live.core, { ...key, vcpus: 5, now: false }, ann)).rejects.toMatchObject({
      message: 'More than it may have at most, which is 4 vCPUs.',
    })
    await expect(changeProcessors(live.core, { ...key, maxVcpus: 512, now: false }, ann)).rejects.toMatchObject({
      data: { issues: [{ path: 'maxVcpus' }] },
    })

    // Meanwhile somebody with virsh.
    await virsh('setvcpus', name, '3', '--config', '--maximum')
    await changeMemory(live.core, { ...key, memoryMiB: 48, maxMemoryMiB: 64, now: false }, ann)
    const KiB = 1024
    expect(await amounts()).toMatchObject([
      { vcpus: 2, maxVcpus: 4 },
      { vcpus: 2, maxVcpus: 3 },
      { memory: 32 * KiB, maxMemory: 32 * KiB },
      { memory: 48 * KiB, maxMemory: 64 * KiB },
    ])
    await forceOffVm(live.core, key, ann)
    await startVm(live.core, key, ann)
    expect((await amounts())[2]).toMatchObject({ maxMemory: 64 * KiB })
    expect(await virsh('dommemstat', name)).toMatch(/^actual \d+/)
    await changeMemory(live.core, { ...key, memoryMiB: 64, now: true }, ann)
    expect(await virsh('dumpxml', '--inactive', name)).toContain(
      `<currentMemory unit='KiB'>${64 * KiB}</currentMemory>`,
    )
  }))

it('adds a network interface, pulls its cable, connects it elsewhere, makes it another card, and takes it away', () =>
  withGuest('', async ({ name }, key) => {
    await startVm(live.core, key, ann)
    const { mac } = await addNic(live.core, { ...key, network, model: 'virtio', now: true }, ann)
    const line = (model: string) => expect.stringContaining(`network ${network} ${model} ${mac}`)
    expect(await both('domiflist', name, new RegExp(mac))).toEqual([line('virtio'), line('virtio')])

    await changeNic(live.core, { ...key, mac, link: 'down', now: true }, ann)
    expect(await virsh('domif-getlink', name, mac)).toMatch(/ down/)
    expect(await virsh('domif-getlink', name, mac, '--config')).toMatch(/ down/)
    await changeNic(live.core, { ...key, mac: mac.toUpperCase(), model: 'e1000', link: 'up', now: true }, ann)
    expect(await virsh('domif-getlink', name, mac)).toMatch(/ up/)
    expect(await both('domiflist', name, new RegExp(mac))).toEqual([line('virtio'), line('e1000')])

    for (const act of [
      addNic(live.core, { ...key, network, model: 'virtio', now: true }, bare),
      changeNic(live.core, { ...key, mac, network, now: true }, bare),
    ]) {
      await expect(act).rejects.toMatchObject({ code: 'NOT_ALLOWED', data: { permission: 'network.see' } })
    }
    await expect(
      addNic(live.core, { ...key, network: 'nowhere', model: 'virtio', now: true }, ann),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(
      changeNic(live.core, { ...key, mac: '52:54:00:00:00:00', link: 'up', now: true }, ann),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })

    // Its firmware lets go of nothing while the VM is on.
    const { note } = await removeNic(live.core, { ...key, mac, now: true }, ann)
    expect(note).toContain('The guest was asked to let go of it')
    expect(await both('domiflist', name, new RegExp(mac))).toEqual([line('virtio'), undefined])
  }))

it('attaches a new volume and one that is there, and takes disks away of which the volumes stay', () =>
  withGuest('', async ({ name }, key) => {
    await virsh('vol-create-as', pool, 'there.qcow2', '8M', '--format', 'qcow2')
    const attach = (disk: Parameters<typeof attachDisk>[1]['disk'], more: object = {}, by = ann) =>
      attachDisk(live.core, { ...key, disk, bus: 'virtio', readonly: false, now: true, ...more }, by)
    const there = { kind: 'existing', pool, volume: 'there.qcow2' } as const
    await startVm(live.core, key, ann)
    expect(await attach(there)).toEqual({ target: 'vda' })
    expect(await attach({ kind: 'new', pool, sizeGiB: 0.1 }, { now: false })).toEqual({ target: 'vdb' })
    expect(await both('domblklist', name, /vda/)).toEqual([`vda ${path('there.qcow2')}`, `vda ${path('there.qcow2')}`])
    expect(await both('domblklist', name, /vdb/)).toEqual([undefined, `vdb ${path(`${name}.qcow2`)}`])
    expect(await virsh('dumpxml', name)).toMatch(/<driver name='qemu' type='qcow2' discard='unmap'/)

    // Also where it is a disk of a running VM from its next start on alone.
    for (const volume of ['there.qcow2', `${name}.qcow2`]) {
      await expect(attach({ kind: 'existing', pool, volume })).rejects.toMatchObject({ code: 'IN_USE' })
    }
    const made = { kind: 'new', pool, sizeGiB: 0.1 } as const
    await expect(attach(made, {}, bare)).rejects.toMatchObject({ data: { permission: 'storage.manage' } })
    await expect(attach({ ...there, volume: '../../../../etc/shadow' })).rejects.toMatchObject({
      code: 'MEDIA_MISSING',
    })
    // QEMU takes no such disk while it runs: the volume that was made for it is gone again.
    const before = await virsh('vol-list', pool)
    await expect(attach(made, { bus: 'sata' })).rejects.toThrow()
    await expect(attach(made, { bus: 'scsi' })).rejects.toMatchObject({ data: { issues: [{ path: 'bus' }] } })
    expect(await virsh('vol-list', pool)).toBe(before)

    const detach = (target: string, source: string) => detachDisk(live.core, { ...key, target, source, now: true }, ann)
    await expect(detach('vda', path('a.iso'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await detach('vdb', path(`${name}.qcow2`))).toEqual({ note: null })
    expect((await detach('vda', path('there.qcow2'))).note).toContain('The guest was asked')
    expect(await both('domblklist', name, /vd/)).toEqual([`vda ${path('there.qcow2')}`, undefined])
    expect(await virsh('vol-list', pool)).toBe(before)
  }))

it('lets one of two have a volume that both want at once', () =>
  withGuest('', (_, one) =>
    withGuest('', async (_, other) => {
      await virsh('vol-create-as', pool, 'wanted.qcow2', '8M', '--format', 'qcow2')
      const disk = { kind: 'existing', pool, volume: 'wanted.qcow2' } as const
      const how = { disk, bus: 'virtio', readonly: false, now: true } as const
      const both = await Promise.allSettled([one, other].map(key => attachDisk(live.core, { ...key, ...how }, ann)))
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }),
  ))

it('opens no file of the host that somebody wrote into a volume as what lies below it', () =>
  withGuest('', async (_, key) => {
    const make = (...args: string[]) => promisify(execFile)('qemu-img', ['create', '-q', ...args])
    await make('-f', 'qcow2', '-b', '/etc/hostname', '-F', 'raw', path('trap.qcow2'), '1M')
    await make('-f', 'qcow2', '-b', path('trap.qcow2'), '-F', 'qcow2', path('deep.qcow2'), '1M')
    await make('-f', 'vmdk', path('trap.vmdk'), '1M')
    await make('-f', 'qcow2', path('base.qcow2'), '1M')
    await make('-f', 'qcow2', '-b', path('base.qcow2'), '-F', 'qcow2', path('over.qcow2'), '1M')
    const attach = (volume: string) => {
      const disk = { kind: 'existing', pool, volume } as const
      return attachDisk(live.core, { ...key, disk, bus: 'virtio', readonly: false, now: true }, manager)
    }
    await expect(attach('deep.qcow2')).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await virsh('vol-delete', 'deep.qcow2', '--pool', pool)
    await expect(attach('trap.qcow2')).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(attach('trap.vmdk')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
    expect(await attach('over.qcow2')).toEqual({ target: 'vda' })
  }))

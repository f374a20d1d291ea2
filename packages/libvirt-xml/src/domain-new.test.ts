import { describe, expect, it } from 'vitest'
import { definedByLibvirt, virsh } from '../test/virsh.ts'
import { XmlError } from './document.ts'
import { type NewDomain, newDomain } from './domain-new.ts'
import { readDomain } from './domain-read.ts'

const least: NewDomain = {
  type: 'qemu',
  name: 't-xml-new',
  uuid: '3b0a5d0c-7c55-4a4e-8f0e-5d6f3c1f9a02',
  vcpus: 1,
  memoryMiB: 64,
  arch: 'x86_64',
  machine: 'q35',
}

const hostile = `a</name><x y='1'> & "q" ]]> <!-- é 💡`

describe('newDomain', () => {
  it('is taken by libvirt as it was meant', () => {
    const defined = definedByLibvirt(
      newDomain({
        ...least,
        vcpus: 3,
        memoryMiB: 96,
        disk: { path: '/var/lib/libvirt/images/t-xml.qcow2', format: 'qcow2' },
        cdrom: '/var/lib/libvirt/images/t-xml.iso',
        network: 'default',
      }),
    )
    expect(readDomain(defined)).toMatchObject({
      type: 'qemu',
      name: 't-xml-new',
      vcpus: 3,
      memoryKiB: 96 * 1024,
      machine: expect.stringMatching(/^pc-q35-/),
      firmware: 'bios',
      disks: [
        { target: 'vda', bus: 'virtio', source: '/var/lib/libvirt/images/t-xml.qcow2', format: 'qcow2' },
        { target: 'sda', device: 'cdrom', source: '/var/lib/libvirt/images/t-xml.iso', readonly: true },
      ],
      nics: [{ model: 'virtio', source: 'network default' }],
      graphics: [{ type: 'vnc', listen: { kind: 'address', address: '127.0.0.1' }, port: null }],
      serials: 1,
      oddity: null,
    })
    expect(defined).toContain("name='org.qemu.guest_agent.0'")
  })

  it.each<[string, Partial<NewDomain>]>([
    ['KVM', { type: 'kvm' }],
    ['the older PC', { machine: 'pc', cdrom: '/x.iso' }],
    ['a kernel', { kernel: '/boot/vmlinuz', initrd: '/boot/initrd', commandLine: 'quiet a="b c" <&>' }],
    ['a named emulator', { emulator: '/usr/bin/qemu-system-x86_64' }],
    ['CD first', { disk: { path: '/x', format: 'raw' }, cdrom: '/x.iso', bootFirst: 'cdrom' }],
    ['a path full of traps', { disk: { path: `/images/'"<&>.img`, format: 'raw' } }],
  ])('is valid with %s', (_what, more) => {
    const spec = { ...least, ...more }
    const defined = readDomain(definedByLibvirt(newDomain(spec)))
    expect(defined.type).toBe(spec.type)
    expect(defined.os.commandLine).toBe(spec.commandLine ?? null)
    expect(defined.disks[0]?.source ?? null).toBe(spec.disk?.path ?? spec.cdrom ?? null)
  })

  it('starts under TCG', () => {
    definedByLibvirt(newDomain(least), uuid => {
      virsh('start', uuid)
      expect(readDomain(virsh('dumpxml', uuid)).graphics[0]?.port).toBeGreaterThanOrEqual(5900)
    })
  })

  it('gives every text back as it was', () => {
    const read = readDomain(
      newDomain({ ...least, name: hostile, kernel: hostile, commandLine: 'a\tb', cdrom: hostile, network: hostile }),
    )
    expect(read).toMatchObject({ name: hostile, os: { kernel: hostile, commandLine: 'a\tb' }, oddity: null })
    expect(read.disks[0]?.source).toBe(hostile)
    expect(read.nics[0]?.source).toBe(`network ${hostile}`)
  })

  it('refuses characters that XML can not carry', () => {
    expect(() => newDomain({ ...least, name: 'a\u0007' })).toThrow(XmlError)
    expect(() => newDomain({ ...least, name: '\ud83d' })).toThrow(/U\+D83D/)
  })
})

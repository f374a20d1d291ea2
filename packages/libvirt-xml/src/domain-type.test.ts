import { describe, expect, it } from 'vitest'
import { doubleQuoted, sample } from '../test/samples.ts'
import { definedByLibvirt, virsh } from '../test/virsh.ts'
import { newDomain } from './domain-new.ts'
import { setDomainType } from './domain-type.ts'

describe('setDomainType', () => {
  it('changes to TCG what only KVM can do, and nothing else', () => {
    const before = doubleQuoted(sample('everything')).trimEnd().split('\n')
    const after = setDomainType(sample('everything'), 'qemu').trimEnd().split('\n')
    expect(before.filter(line => !after.includes(line)).map(line => line.trim())).toEqual([
      '<domain type="kvm" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">',
      '<hyperv mode="custom">',
      '<relaxed state="on"/>',
      '<vapic state="on"/>',
      '</hyperv>',
      '<kvm>',
      '<hidden state="on"/>',
      '</kvm>',
      '<ioapic driver="kvm"/>',
      '<cpu mode="host-passthrough" check="none" migratable="on">',
      '<cache mode="passthrough"/>',
      '<feature policy="require" name="vmx"/>',
      '<timer name="kvmclock" present="yes"/>',
      '<timer name="hypervclock" present="yes"/>',
    ])
    expect(after.filter(line => !before.includes(line)).map(line => line.trim())).toEqual([
      '<domain type="qemu" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">',
      '<cpu mode="maximum">',
    ])
    expect(after.length).toBe(before.length - 12)
  })

  it('leaves a domain of the wanted type alone', () => {
    expect(setDomainType(sample('everything'), 'kvm')).toBe(doubleQuoted(sample('everything')).trimEnd())
  })

  it('drops what only TCG has when going to KVM', () => {
    const xml = '<domain type="qemu"><features><acpi/><tcg><tb-cache unit="MiB">32</tb-cache></tcg></features></domain>'
    expect(setDomainType(xml, 'kvm')).toBe('<domain type="kvm"><features><acpi/></features></domain>')
  })

  it('refuses a container', () => {
    expect(() => setDomainType(sample('lxc'), 'qemu')).toThrow('The domain\'s type is "lxc"')
  })

  it('makes of a KVM domain one that libvirt starts under TCG', () => {
    const kvm = newDomain({
      type: 'kvm',
      name: 't-xml-kvm',
      uuid: '3b0a5d0c-7c55-4a4e-8f0e-5d6f3c1f9a01',
      vcpus: 2,
      memoryMiB: 64,
      arch: 'x86_64',
      machine: 'q35',
    })
    const rich = kvm
      .replace(
        '<apic/>',
        '<apic/><hyperv><relaxed state="on"/></hyperv><kvm><hidden state="on"/></kvm><ioapic driver="kvm"/>',
      )
      .replace(/<cpu [^>]*>/, '<cpu mode="host-model"><topology sockets="1" cores="2" threads="1"/></cpu>')
      .replace('<timer name="hpet"', '<timer name="kvmclock" present="yes"/><timer name="hpet"')
    for (const xml of [kvm, rich])
      definedByLibvirt(setDomainType(xml, 'qemu'), uuid => {
        virsh('start', '--paused', uuid)
      })
  })
})

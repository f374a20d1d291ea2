import { describe, expect, it } from 'vitest'
import { sample } from '../test/samples.ts'
import { attachedDisk, changedNic, deviceOf, freeTarget, newNic, withMedium } from './device-edit.ts'
import { XmlError } from './document.ts'
import { readDomain } from './domain-read.ts'

const everything = sample('everything')
const iso = { kind: 'file', path: '/var/lib/isos/a & "b" <c>.iso' } as const
const domain = (devices: string) => `<domain><devices>${devices}</devices></domain>`

/** As if the device stood alone in a domain. */
const disk = (xml: string | null) => readDomain(domain(xml ?? '')).disks[0]
const nic = (xml: string | null) => readDomain(domain(xml ?? '')).nics[0]

describe('a medium', () => {
  it('goes into an empty drive, and what its drive is stays', () => {
    const changed = withMedium(everything, 'sdb', iso)
    expect(disk(changed)).toMatchObject({
      target: 'sdb',
      device: 'cdrom',
      bus: 'sata',
      source: iso.path,
      format: 'raw',
    })
    const before = deviceOf(everything, { target: 'sdb' })?.split('\n') ?? []
    expect(
      changed
        ?.split('\n')
        .filter(line => !before.includes(line))
        .join(),
    ).toContain('<source file=')
    expect(before.filter(line => !changed?.includes(line.trim()))).toEqual([])
  })

  it('takes the place of another with all that says how that was reached, and leaves what is unknown', () => {
    const old = `<!-- ours --><disk type="network" device="cdrom"><driver name="qemu" type="qcow2" io="native"/>
      <source protocol="https" name="x"><host name="h"/><cookies><cookie name="c">hush</cookie></cookies></source>
      <backingStore/><target dev="sda" bus="sata" tray="open"/><!-- kept --><later:thing xmlns:later="urn:later" of="2031"/></disk>`
    const changed = withMedium(domain(old), 'sda', { kind: 'volume', pool: 'p', volume: '../v' })
    expect(changed).not.toMatch(/hush|https|backingStore|qcow2/)
    expect(changed).toContain('<source pool="p" volume="../v"/>')
    expect(changed).toContain('io="native"')
    expect(changed).toContain('<!-- kept --><later:thing xmlns:later="urn:later" of="2031"/>')
    expect(disk(withMedium(domain(old), 'sda', null))).toMatchObject({ source: null, sourceKind: 'file' })
  })

  it('goes into no disk, and into nothing that is not there', () => {
    expect(() => withMedium(everything, 'vda', iso)).toThrow(XmlError)
    expect(withMedium(everything, 'sdz', iso)).toBeNull()
    expect(() => withMedium('<domain', 'sda', iso)).toThrow(XmlError)
  })
})

describe('a network interface', () => {
  const bridged = `<interface type="bridge"><mac address="52:54:00:AA:00:01"/>
    <source network="old" portid="1" bridge="br0"/><virtualport type="openvswitch"/><vlan><tag id="7"/></vlan>
    <model type="virtio"/><alias name="net0"/></interface>`

  it('hangs on another network, and keeps what is its own', () => {
    const changed = changedNic(domain(bridged), '52:54:00:aa:00:01', { network: 'new & <b>', link: 'down' })
    expect(nic(changed)).toEqual({ mac: '52:54:00:aa:00:01', model: 'virtio', source: 'network new & <b>' })
    expect(changed).not.toMatch(/portid|br0|openvswitch/)
    expect(changed).toMatch(/<vlan><tag id="7"\/><\/vlan>[\s\S]*<alias name="net0"\/><link state="down"\/>/)
  })

  it('stays as it is where it hangs there already', () => {
    expect(changedNic(domain(bridged), '52:54:00:aa:00:01', { network: 'old' })).toBe(bridged)
    expect(changedNic(domain(bridged), '52:54:00:00:00:00', { link: 'up' })).toBeNull()
  })

  it('becomes another card', () => {
    expect(nic(changedNic(everything, '52:54:00:aa:00:03', { model: 'e1000' }))?.model).toBe('e1000')
  })
})

it('makes disks and interfaces in which a name is a name', () => {
  const evil = '"/><x a="'
  const source = { kind: 'block', path: `/dev/${evil}` } as const
  const made = attachedDisk({ source, format: 'raw', target: 'vdb', bus: 'virtio', readonly: true })
  expect(disk(made)).toMatchObject({ source: source.path, sourceKind: 'block', readonly: true })
  expect(nic(newNic({ mac: '52:54:00:00:00:01', network: evil, model: 'virtio' }))?.source).toBe(`network ${evil}`)
})

it('finds the first target that is free in all documents', () => {
  const taken = domain('<disk><target dev="sda"/></disk>')
  expect([freeTarget([everything], 'virtio'), freeTarget([everything, taken], 'usb'), freeTarget([], 'sata')]).toEqual([
    ...['vdf', 'sdc', 'sda'],
  ])
  const many = Array.from({ length: 26 }, (_, i) => `<disk><target dev="vd${String.fromCharCode(97 + i)}"/></disk>`)
  expect(freeTarget([domain(many.join(''))], 'virtio')).toBe('vdaa')
})

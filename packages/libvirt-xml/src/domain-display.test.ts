import { expect, it } from 'vitest'
import { doubleQuoted, sample } from '../test/samples.ts'
import { definedByLibvirt, virsh } from '../test/virsh.ts'
import { addVncDisplay } from './domain-display.ts'
import { readDomain } from './domain-read.ts'

const spice = `<domain type="qemu">
  <name>t-xml-display</name>
  <uuid>5ec2f5c3-2f6b-4b8e-9d54-7c1c9a3c4d21</uuid>
  <memory>65536</memory>
  <os><type arch="x86_64">hvm</type></os>
  <devices>
    <graphics type="spice" autoport="yes">
      <listen type="address"/>
    </graphics>
    <!-- kept -->
  </devices>
</domain>`

it('adds VNC on loopback beside what is there, and touches nothing else', () => {
  const added = addVncDisplay(spice)
  expect(readDomain(added).graphics.map(({ type }) => type)).toEqual(['spice', 'vnc'])
  const before = spice.split('\n')
  expect(added.split('\n').filter(line => !before.includes(line))).toEqual([
    '    <graphics type="vnc" port="-1" autoport="yes">',
    '      <listen type="address" address="127.0.0.1"/>',
  ])
})

it('leaves a domain that has VNC alone', () => {
  expect(addVncDisplay(sample('everything'))).toBe(doubleQuoted(sample('everything')).trimEnd())
})

it('lets VNC that listens nowhere listen on loopback', () => {
  const none = spice.replace('type="spice" autoport="yes"', 'type="vnc"').replace('type="address"', 'type="none"')
  const added = addVncDisplay(none)
  expect(readDomain(added).graphics).toMatchObject([{ type: 'vnc', listen: { kind: 'address', address: '127.0.0.1' } }])
  definedByLibvirt(added, uuid => {
    virsh('start', '--paused', uuid)
    expect(virsh('domdisplay', uuid)).toMatch(/^vnc:\/\/127\.0\.0\.1:\d+/)
  })
})

it('gives a domain without any display one that libvirt starts, and libvirt the video device that it needs', () => {
  const bare = spice.replace(/ *<graphics[\s\S]*<\/graphics>\n/, '')
  expect(readDomain(bare).graphics).toEqual([])
  definedByLibvirt(addVncDisplay(bare), uuid => {
    virsh('start', '--paused', uuid)
    expect(virsh('dumpxml', uuid)).toMatch(/<video>/)
  })
})

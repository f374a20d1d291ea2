import { describe, expect, it } from 'vitest'
import { definedByLibvirt, virsh } from '../test/virsh.ts'
import { XmlError } from './document.ts'
import { addClipboard } from './domain-clipboard.ts'
import { readDomain } from './domain-read.ts'

const domain = (devices: string) => `<domain type="qemu">
  <name>t-xml-clipboard</name>
  <uuid>5ec2f5c3-2f6b-4b8e-9d54-7c1c9a3c4d22</uuid>
  <memory>65536</memory>
  <os><type arch="x86_64">hvm</type></os>
  <devices>
    <graphics type="vnc" autoport="yes"/>
${devices}    <!-- kept -->
  </devices>
</domain>`
const channel = (type: string, rest: string) => `    <channel type="${type}">
${rest}      <target type="virtio" name="com.redhat.spice.0"/>
    </channel>
`
const clipboardOf = (xml: string) => readDomain(xml).clipboard

it('adds a channel that libvirt starts, and touches nothing else', () => {
  const bare = domain('')
  const added = addClipboard(bare)
  expect([clipboardOf(bare), clipboardOf(added)]).toEqual(['absent', 'silent'])
  const before = bare.split('\n')
  expect(added.split('\n').filter(line => !before.includes(line))).toEqual([
    '    <channel type="qemu-vdagent">',
    '      <source>',
    '        <clipboard copypaste="yes"/>',
    '      </source>',
    '      <target type="virtio" name="com.redhat.spice.0"/>',
    '    </channel>',
  ])
  expect(addClipboard(added)).toBe(added)
  definedByLibvirt(added, uuid => {
    virsh('start', '--paused', uuid)
    const live = virsh('dumpxml', uuid)
    expect(live).toMatch(/<channel type='qemu-vdagent'>\s*<source>\s*<clipboard copypaste='yes'\/>/)
    expect(clipboardOf(live)).toBe('silent')
  })
})

describe('where the channel is there already', () => {
  it('switches on what was off', () => {
    const off = domain(
      channel('qemu-vdagent', '      <source>\n        <clipboard copypaste="no"/>\n      </source>\n'),
    )
    expect(clipboardOf(off)).toBe('absent')
    expect(addClipboard(off)).toBe(off.replace('copypaste="no"', 'copypaste="yes"'))
    expect(clipboardOf(addClipboard(domain(channel('qemu-vdagent', ''))))).toBe('silent')
  })

  it('leaves it to SPICE', () => {
    const spice = domain(channel('spicevmc', ''))
    expect(clipboardOf(spice)).toBe('spice')
    expect(() => addClipboard(spice)).toThrow(XmlError)
  })

  it('tells an agent that answers', () => {
    const live = addClipboard(domain('')).replace('spice.0"/>', 'spice.0" state="connected"/>')
    expect(clipboardOf(live)).toBe('connected')
  })
})

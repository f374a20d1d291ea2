import { describe, expect, it } from 'vitest'
import { XmlError } from './document.ts'
import { describeSnapshot, newSnapshot, readSnapshot } from './snapshot.ts'

const written = (more: string) => `<domainsnapshot>
  <name>web &lt;1&gt;</name>
  ${more}
  <state>running</state>
  <creationTime>1764406800</creationTime>
  <memory snapshot='internal'/>
  <disks>
    <disk name='vda' snapshot='internal'/>
  </disks>
  <domain type='kvm'><name>web</name><description>of the domain</description></domain>
</domainsnapshot>`

describe('a snapshot', () => {
  it('is read, and what stands in its domain is not taken for its own', () => {
    expect(readSnapshot(written('<parent><name>before</name></parent>'))).toEqual({
      name: 'web <1>',
      description: null,
      creationTime: 1764406800,
      state: 'running',
      parent: 'before',
      memory: true,
      external: false,
      oddity: null,
    })
    const outside = `<domainsnapshot><name>o</name><state>disk-snapshot</state><memory snapshot='no'/>
      <disks><disk name='vda' snapshot='internal'/><disk name='vdb' snapshot='external'/></disks></domainsnapshot>`
    expect(readSnapshot(outside)).toMatchObject({ memory: false, external: true, parent: null, creationTime: null })
    expect(readSnapshot('<domainsnapshot><creationTime>soon</creationTime></domainsnapshot>')).toMatchObject({
      creationTime: null,
      oddity: expect.stringContaining('creationTime'),
    })
    expect(readSnapshot('nonsense')).toMatchObject({ name: null, oddity: expect.stringContaining('XML') })
  })

  it('is written as it was meant', () => {
    const made = newSnapshot({ name: '<a> & "b"', description: 'for\ntwo lines' })
    expect(readSnapshot(made)).toMatchObject({ name: '<a> & "b"', description: 'for\ntwo lines' })
    expect(newSnapshot({ name: 'a', description: '' })).not.toContain('description')
  })

  it('gets another description, and all else stays', () => {
    const described = describeSnapshot(written('<description>so far</description>'), 'a < b')
    expect(readSnapshot(described)).toEqual({ ...readSnapshot(written('')), description: 'a < b' })
    expect(described).toContain('<description>of the domain</description>')
    expect(readSnapshot(describeSnapshot(described, '')).description).toBeNull()
    expect(() => describeSnapshot('<domain/>', 'x')).toThrow(XmlError)
  })
})

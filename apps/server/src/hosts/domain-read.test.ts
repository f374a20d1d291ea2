import { readDomain } from '@porthole/libvirt-xml'
import { expect, it } from 'vitest'
import { draftOf } from './domain-read.ts'

const facts = {
  dom: { name: 'odd', uuid: '00000000-0000-4000-8000-000000000007', id: 4 },
  ...{ state: 1, reason: 1, persistent: true, autostart: false, managedSave: false },
}

it('lists a VM whose XML can not be parsed, with its name and state, and says why', () => {
  for (const xml of ['', '<domain><name>odd</na', '<!DOCTYPE x><domain/>', '<network/>']) {
    const draft = draftOf('host', facts, readDomain(xml))
    expect(draft).toMatchObject({ name: 'odd', state: 'running', active: true, vcpus: 0, diskPaths: [] })
    expect(draft.oddity).toEqual(expect.any(String))
  }
})

it('lists what can be read of one in which some parts are odd', () => {
  const xml = `<domain type='kvm'><name>odd</name><uuid>${facts.dom.uuid}</uuid><memory unit='bananas'>1</memory>
    <vcpu>many</vcpu><devices><disk><source file='/a'/></disk><graphics type='vnc' port='x'/></devices></domain>`
  const draft = draftOf('host', facts, readDomain(xml))
  expect(draft).toMatchObject({ accelerator: 'kvm', diskPaths: ['/a'], displays: ['vnc'], vcpus: 0, memoryKiB: 0 })
  expect(draft.oddity).toContain('vCPUs')
})

it('keeps how a description begins, for who looks for what somebody wrote about the VM', () => {
  const draft = draftOf(
    'host',
    facts,
    readDomain(`<domain><description>Ask Ann${'.'.repeat(300)}</description></domain>`),
  )
  expect(draft.notes).toBe(`Ask Ann${'.'.repeat(193)}`)
})

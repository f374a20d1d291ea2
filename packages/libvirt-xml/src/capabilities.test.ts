import { describe, expect, it } from 'vitest'
import { sample } from '../test/samples.ts'
import { readCapabilities } from './capabilities.ts'
import { readDomainCapabilities } from './domain-capabilities.ts'

describe('what a host can do', () => {
  it('reads the guests that its driver runs', () => {
    const { hostUuid, arch, guests, oddity } = readCapabilities(sample('capabilities'))
    expect({ hostUuid, arch, oddity }).toEqual({
      hostUuid: 'ccd4a1ee-10e3-42f0-ac21-6ec3aaebd91e',
      arch: 'x86_64',
      oddity: null,
    })
    const guest = guests.find(guest => guest.arch === 'x86_64')
    expect(guest).toMatchObject({
      osType: 'hvm',
      emulator: '/usr/bin/qemu-system-x86_64',
      domainTypes: ['qemu', 'kvm'],
      machines: expect.arrayContaining(['q35', 'pc-q35-7.2', 'pc']),
    })
  })

  it('reads what one emulator can do for one machine', () => {
    expect(readDomainCapabilities(sample('domain-capabilities'))).toEqual({
      emulator: '/usr/bin/qemu-system-x86_64',
      domainType: 'qemu',
      machine: 'pc-q35-7.2',
      arch: 'x86_64',
      maxVcpus: 288,
      firmware: ['efi'],
      cpuModes: ['maximum', 'host-model', 'custom'],
      oddity: null,
    })
  })

  it('says so when it is given something else', () => {
    for (const read of [readCapabilities, readDomainCapabilities]) expect(read('<x/>').oddity).toMatch('<x>')
  })
})

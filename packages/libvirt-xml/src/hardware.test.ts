import { describe, expect, it } from 'vitest'
import { domainSamples, sample } from '../test/samples.ts'
import { readHardware } from './hardware.ts'

const keys = (xml: string, kind: string) =>
  readHardware(xml).flatMap(device => (device.kind === kind ? device.key : []))

describe('readHardware', () => {
  it('tells each device by a name of its own', () => {
    const everything = sample('everything')
    expect(keys(everything, 'disk')).toEqual(['vda', 'vdb', 'vdc', 'vdd', 'vde'])
    expect(keys(everything, 'drive')).toEqual(['sda', 'sdb'])
    expect(keys(everything, 'serial')).toEqual(['serial 2', 'serial 1', 'console 1'])
    expect(keys(everything, 'other')).toContain('controller pci pcie-root-port 12')
    expect(readHardware(everything)).toContainEqual({
      ...{ kind: 'processors', key: 'processors', told: {} },
      facts: { vcpus: 2, maxVcpus: 4, cpu: 'host-passthrough', sockets: 1, cores: 4, threads: 1 },
    })
    for (const name of domainSamples) {
      const all = readHardware(sample(name)).map(({ kind, key }) => `${kind} ${key}`)
      expect(new Set(all).size, name).toBe(all.length)
    }
  })

  it('keeps what only a running domain has apart from what is defined', () => {
    const live = readHardware(sample('live-uefi')).find(({ kind }) => kind === 'display')
    expect(live).toMatchObject({ facts: { type: 'vnc', listen: '127.0.0.1' }, told: { port: 5901 } })
  })

  it('tells which devices of the host it is given', () => {
    const pci = `<hostdev type="pci" managed="yes"><source><address domain="0x0000" bus="0x03" slot="0x00" function="0x1"/></source></hostdev>`
    const usb = '<hostdev type="usb"><source><vendor id="0x1d6b"/><product id="0x0002"/></source></hostdev>'
    const mdev =
      '<hostdev type="mdev"><source><address uuid="c2177883-f1bb-47f0-914d-32a22e3a8804"/></source></hostdev>'
    expect(keys(`<domain><devices>${pci}${usb}${mdev}${usb}</devices></domain>`, 'hostdev')).toEqual([
      ...['pci 0000:03:00.1', 'usb 1d6b:0002', 'mdev c2177883-f1bb-47f0-914d-32a22e3a8804', 'usb 1d6b:0002 2'],
    ])
  })

  it('reads any text at all', () => {
    for (const text of [
      '',
      '<domain',
      '<!DOCTYPE x><domain/>',
      '<network/>',
      '<domain><devices><disk/><hostdev/><x/></devices></domain>',
    ]) {
      expect(
        readHardware(text)
          .map(({ kind }) => kind)
          .slice(0, 3),
        text,
      ).toEqual(['machine', 'processors', 'memory'])
    }
  })
})

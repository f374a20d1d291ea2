import { describe, expect, it } from 'vitest'
import { sample } from '../test/samples.ts'
import { virsh, withFile } from '../test/virsh.ts'
import { type NewNetwork, newNetwork, readInterface, readNetwork } from './network.ts'

describe('a network', () => {
  it('is read as libvirt writes it', () => {
    expect(readNetwork(sample('network'))).toEqual({
      ...{ name: 'default', uuid: '0348fc03-f2d4-4df5-b9ce-f5e0d031bb64', bridge: 'virbr0' },
      ...{ forward: 'nat', device: null, domain: null, oddity: null },
      ips: [{ address: '192.168.122.1', prefix: 24, ranges: [{ start: '192.168.122.2', end: '192.168.122.254' }] }],
    })
  })

  it('is read as people write it', () => {
    const read = (inner: string) => readNetwork(`<network>${inner}</network>`)
    expect(read('<name>inner</name>')).toMatchObject({ forward: null, ips: [], oddity: null })
    expect(read('<forward/>')).toMatchObject({ forward: 'nat' })
    expect(read("<forward mode='route' dev='eth1'/>")).toMatchObject({ forward: 'route', device: 'eth1' })
    expect(read("<forward mode='bridge'><interface dev='eth2'/></forward>")).toMatchObject({ device: 'eth2' })
    expect(read("<ip address='10.0.0.1' netmask='255.255.240.0'/>").ips).toEqual([
      { address: '10.0.0.1', prefix: 20, ranges: [] },
    ])
    expect(read("<ip address='10.0.0.1'/>").ips).toMatchObject([{ prefix: null }])
    expect(read("<ip address='fd00::1' prefix='many'/>")).toMatchObject({
      ...{ ips: [{ prefix: null }], oddity: 'prefix is not a whole number: "many".' },
    })
    expect(readNetwork('<x/>').oddity).toMatch('<x>')
  })

  const ipv4 = {
    family: 'ipv4',
    address: '10.213.7.1',
    prefix: 24,
    range: { start: '10.213.7.2', end: '10.213.7.9' },
  } as const
  const ipv6 = { family: 'ipv6', address: 'fd00:213:7::1', prefix: 64 } as const
  it.each<Omit<NewNetwork, 'name'>>([
    { mode: 'nat', domain: 'lab.example', ips: [ipv4, ipv6] },
    { mode: 'route', ips: [ipv6] },
    { mode: 'open', ips: [ipv4] },
    { mode: 'isolated', ips: [] },
    { mode: 'bridge', bridge: 'br-t-xml', ips: [] },
  ])('is made as libvirt takes it: $mode', ({ ...spec }) => {
    const name = `t-xml-net-${process.pid} <&"`
    withFile(newNetwork({ name, ...spec }), path => virsh('net-define', '--validate', path))
    try {
      const { mode, ips, domain = null, bridge } = spec
      const read = readNetwork(virsh('net-dumpxml', name))
      expect(read).toMatchObject({ name, forward: mode === 'isolated' ? null : mode, domain, oddity: null })
      expect(read.ips).toEqual(
        ips.map(({ address, prefix, range }) => ({ address, prefix, ranges: range ? [range] : [] })),
      )
      if (bridge) expect(read.bridge).toBe(bridge)
      expect(virsh('net-dumpxml', name).includes("<nat ipv6='yes'/>")).toBe(mode === 'nat')
    } finally {
      virsh('net-undefine', name)
    }
  })
})

it('reads what an interface of the host is', () => {
  expect(readInterface("<interface type='bridge' name='br0'><bridge/></interface>")).toEqual({
    ...{ type: 'bridge', name: 'br0', oddity: null },
  })
  expect(readInterface('')).toMatchObject({ type: null, name: null, oddity: expect.any(String) })
})

import { describe, expect, it } from 'vitest'
import { domainSamples, sample } from '../test/samples.ts'
import { readDomain } from './domain-read.ts'

describe('readDomain', () => {
  it('reads a domain with everything in it', () => {
    const read = readDomain(sample('everything'))
    expect(read).toMatchObject({
      type: 'kvm',
      name: 't-xml-everything',
      uuid: '8a3f0c1e-5d2b-4e7a-9c64-1f2e3d4c5b6a',
      title: 'Build server & friends',
      description: 'Runs the nightly builds.\nAsk Ann <ann@example.org> before stopping it.',
      vcpus: 2,
      memoryKiB: 524288,
      machine: 'pc-q35-7.2',
      firmware: 'uefi',
      serials: 3,
      oddity: null,
    })
    expect(read.disks.map(disk => [disk.target, disk.device, disk.source, disk.readonly])).toEqual([
      ['vda', 'disk', '/var/lib/libvirt/images/a & b.qcow2', false],
      ['vdb', 'disk', 'rbd://ceph1.example.org:6789/pool/image', false],
      ['vdc', 'disk', 'nbd:///run/nbd.sock/export', false],
      ['vdd', 'disk', '/dev/disk/by-id/x', true],
      ['vde', 'disk', 'tank/vol1', false],
      ['sda', 'cdrom', 'https://[fe80::1]:443/debian.iso', true],
      ['sdb', 'cdrom', null, true],
    ])
    expect(read.nics).toEqual([
      { mac: '52:54:00:aa:00:01', model: 'virtio', source: 'bridge br0' },
      { mac: '52:54:00:aa:00:02', model: 'e1000e', source: 'direct eth0' },
      { mac: '52:54:00:aa:00:03', model: 'virtio', source: 'user' },
    ])
    expect(read.graphics).toEqual([
      {
        type: 'vnc',
        listen: { kind: 'socket', address: null, socket: '/run/t-xml-vnc.sock' },
        port: null,
        password: 'sesame',
      },
      { type: 'spice', listen: { kind: 'none', address: null, socket: null }, port: null, password: 'sesame2' },
    ])
  })

  it('reads a running UEFI domain with the port that QEMU got', () => {
    expect(readDomain(sample('live-uefi'))).toMatchObject({
      firmware: 'uefi',
      nvram: '/var/lib/libvirt/qemu/nvram/t-xml-live_VARS.fd',
      graphics: [{ type: 'vnc', listen: { kind: 'address', address: '127.0.0.1' }, port: 5901 }],
      oddity: null,
    })
  })

  it('reads containers and Xen guests, which have neither firmware nor serial ports', () => {
    expect(readDomain(sample('lxc'))).toMatchObject({ type: 'lxc', firmware: 'other', serials: 1, oddity: null })
    expect(readDomain(sample('xen-pv'))).toMatchObject({
      type: 'xen',
      firmware: 'other',
      serials: 1,
      os: { kernel: '/var/lib/libvirt/images/vmlinuz', commandLine: 'console=hvc0 quiet' },
      disks: [{ target: 'xvda', source: '/dev/vg0/pv1' }],
    })
    expect(readDomain(sample('test-driver'))).toMatchObject({ type: 'test', firmware: 'bios', oddity: null })
  })

  it.each([
    ['2', 'GiB', 2097152],
    ['1', 'KB', 1],
    ['3000', 'b', 3],
    ['4096', null, 4096],
    ['1', 'T', 1073741824],
  ])('takes %s %s of memory as libvirt scales it', (value, unit, memoryKiB) => {
    const named = unit === null ? '' : ` unit="${unit}"`
    expect(readDomain(`<domain><memory${named}>${value}</memory></domain>`).memoryKiB).toBe(memoryKiB)
  })

  it.each([
    ['nothing at all', '', /not well-formed XML/],
    ['text', 'error: domain is gone', /not well-formed XML/],
    ['a document that was cut off', sample('everything').slice(0, 3000), /not well-formed XML/],
    ['another kind of document', sample('network'), 'The document is a <network>, not a <domain>.'],
    ['a DOCTYPE', '<!DOCTYPE domain><domain/>', /DOCTYPE/],
    ['an entity', '<!DOCTYPE d [<!ENTITY n "x">]><domain><name>&n;</name></domain>', /DOCTYPE/],
  ])('says what is wrong with %s', (_what, xml, oddity) => {
    const read = readDomain(xml)
    expect(read).toMatchObject({ name: null, uuid: null, vcpus: null, memoryKiB: null, disks: [], graphics: [] })
    expect(read.oddity).toMatch(oddity)
  })

  it('names the odd part and reads the others', () => {
    const odd = sample('live-uefi')
      .replace("<memory unit='KiB'>", "<memory unit='acre'>")
      .replace(/(<vcpu[^>]*>)1/, '$1many')
      .replace("port='5901'", "port='99999'")
    const read = readDomain(odd)
    expect(read).toMatchObject({ name: 't-xml-live', memoryKiB: null, vcpus: null, graphics: [{ port: null }] })
    expect(read.oddity).toBe(
      'The size in <memory> can not be read: "65536 acre". The number of vCPUs is not a whole number: "many". ' +
        'The port of a display can not be read: "99999".',
    )
  })

  it('does not take an element from deeper down', () => {
    expect(readDomain('<domain><metadata><name>inner</name></metadata><name>outer</name></domain>').name).toBe('outer')
  })

  it('reads a hundred thousand elements inside one another', () => {
    const depth = 100_000
    const xml = `<domain><name>deep</name>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</domain>`
    expect(readDomain(xml).name).toBe('deep')
  })

  it('never throws, whatever is done to a document', () => {
    const random = generator(20261122)
    const scraps = [
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      ';',
      '&#0;',
      '\0',
      '<!--',
      ']]>',
      '<![CDATA[',
      '<?',
      '\ud800',
      'é',
      '-1',
      ' ',
    ]
    for (let round = 0; round < 3000; round++) {
      let xml = sample(domainSamples[round % domainSamples.length] ?? '')
      for (let change = 0; change <= random(4); change++) {
        const at = random(xml.length)
        const scrap =
          random(3) === 0 ? xml.slice(random(xml.length)).slice(0, 40) : (scraps[random(scraps.length)] ?? '')
        xml = xml.slice(0, at) + scrap + xml.slice(at + random(30))
      }
      const { oddity, name } = readDomain(xml)
      expect(oddity === null || /^[A-Z].*\.$/s.test(oddity), oddity ?? '').toBe(true)
      expect(name !== null || oddity !== null).toBe(true)
    }
  })
})

/** Whole numbers below `limit`, the same ones on each run (a linear congruential generator). */
function generator(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

import { describe, expect, it } from 'vitest'
import { addressText, holds, overlap, readAddress, readSubnet, type Subnet, subnetText } from './subnets.ts'

const text = (written: string) => {
  const address = readAddress(written)
  return address && addressText(address.family, address.value)
}
const subnet = (written: string) => readSubnet(written) as Subnet

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['fd00::', 'fd00::'],
    ['FD00:0:0:1::5', 'fd00:0:0:1::5'],
    ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('reads %s and writes %s', (written, again) => expect(text(written)).toBe(again))

  it.each([
    ...['', '10', '10.0.0', '10.0.0.256', '010.0.0.1', '10.0.0.1.2', ' 10.0.0.1', '1e1.0.0.1'],
    ...[
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7::8',
      '12345::',
      'g::',
      '::1.2.3',
      '::1.2.3.256',
      'fe80::1%eth0',
    ],
  ])('refuses "%s"', written => expect(readAddress(written)).toBeNull())
})

describe('subnets', () => {
  it('are the addresses around the one that names them', () => {
    expect(subnetText(subnet('192.168.100.77/24'))).toBe('192.168.100.0/24')
    expect(subnetText(subnet('fd00:1:2:3:4::/48'))).toBe('fd00:1:2::/48')
    expect(subnetText(subnet('10.1.2.3/0'))).toBe('0.0.0.0/0')
    for (const odd of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', 'fd00::/129', '/8', '10.0.0.0/8/8']) {
      expect(readSubnet(odd), odd).toBeNull()
    }
  })

  it('hold addresses of their own family alone, and overlap where they share one', () => {
    const ten = subnet('10.0.0.0/8')
    const holdsText = (of: Subnet, address: string) => holds(of, readAddress(address) as never)
    expect(holdsText(ten, '10.255.255.255')).toBe(true)
    expect(holdsText(ten, '11.0.0.0')).toBe(false)
    expect(holdsText(ten, '::a00:1')).toBe(false)
    expect(overlap(ten, subnet('10.3.0.0/16'))).toBe(true)
    expect(overlap(subnet('10.3.0.0/16'), ten)).toBe(true)
    expect(overlap(subnet('192.168.0.0/24'), subnet('192.168.1.0/24'))).toBe(false)
    expect(overlap(subnet('::/0'), ten)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { NewNetwork, wholeRange } from './new-network.ts'
import { readSubnet, type Subnet } from './subnets.ts'

const least = { host: 'h', name: 'lab', mode: 'nat', ipv4: { subnet: '10.9.0.0/24', dhcp: null } } as const

/** What is wrong with it, as field and sentence; null where nothing is. */
function wrong(change: object): string | null {
  const issue = NewNetwork.safeParse({ ...least, ...change }).error?.issues[0]
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null
}
const ipv4 = (subnet: string, start?: string, end = start) =>
  wrong({ ipv4: { subnet, dhcp: start === undefined ? null : { start, end } } })
const ipv6 = (subnet: string, start?: string, end = start) =>
  wrong({ ipv6: { subnet, dhcp: start === undefined ? null : { start, end } } })

describe('a new network', () => {
  it('starts now and with its host, unless told otherwise', () => {
    expect(NewNetwork.parse(least)).toEqual({
      ...least,
      ...{ bridge: null, ipv6: null, domain: null, start: true, autostart: true },
    })
  })

  it.each([
    ['10.0.0.0/8', '10.0.0.2', '10.0.255.255'],
    ['192.168.100.0/24', '192.168.100.2', '192.168.100.254'],
    ['203.0.113.4/30', '203.0.113.6', '203.0.113.6'],
  ])('takes the IPv4 subnet %s', (subnet, start, end) => {
    expect(wholeRange(readSubnet(subnet) as Subnet)).toEqual({ start, end })
    expect(ipv4(subnet, start, end)).toBeNull()
  })

  it('takes IPv6 subnets that guests can find addresses in', () => {
    expect(ipv6('fd00:100::/64', 'fd00:100::2', 'fd00:100::ffff')).toBeNull()
    expect(wholeRange(readSubnet('fd00:100::/64') as Subnet)).toEqual({ start: 'fd00:100::2', end: 'fd00:100::ffff' })
    expect(ipv6('2001:db8::/64')).toBeNull()
    expect(ipv6('fd00::/48')).toBe('ipv6.subnet: It has /64: guests find their addresses in no other.')
    for (const odd of ['fe80::/64', 'ff02::/64', '::/64']) expect(ipv6(odd), odd).toMatch('Guests can not use these')
    expect(ipv6('10.9.0.0/24')).toBe('ipv6.subnet: Write it as fd00:100::/64.')
  })

  it.each<readonly [string, string]>([
    ['10.9.0.0', 'Write it as 192.168.100.0/24.'],
    ['fd00::/64', 'Write it as 192.168.100.0/24.'],
    ['10.9.0.5/24', 'This address lies in 10.9.0.0/24: give that.'],
    ['10.0.0.0/7', 'From /8 to /30: a larger one, or a smaller, is none for guests.'],
    ['10.9.0.0/31', 'From /8 to /30: a larger one, or a smaller, is none for guests.'],
    ...['127.0.0.0/8', '0.0.0.0/8', '169.254.1.0/24', '239.0.0.0/8'].map(
      odd => [odd, 'Guests can not use these addresses: take others, such as 192.168.100.0/24.'] as const,
    ),
  ])('refuses the IPv4 subnet %s', (subnet, message) => expect(ipv4(subnet)).toBe(`ipv4.subnet: ${message}`))

  it.each([
    ['10.9.0.x', '10.9.0.9', 'start: Give an address, such as 10.9.0.2.'],
    ['10.9.0.2', '', 'end: Give an address, such as 10.9.0.254.'],
    ['10.9.1.2', '10.9.0.9', 'start: It is not in 10.9.0.0/24.'],
    ['10.9.0.2', '10.10.0.9', 'end: It is not in 10.9.0.0/24.'],
    ['10.9.0.1', '10.9.0.9', 'start: It is the subnet’s own, or the host’s, which has 10.9.0.1: take another.'],
    ['10.9.0.2', '10.9.0.255', 'end: It is the subnet’s own, or the host’s, which has 10.9.0.1: take another.'],
    ['10.9.0.9', '10.9.0.8', 'end: The range ends before it begins.'],
  ])('refuses to give out %s to %s', (start, end, message) => {
    expect(ipv4('10.9.0.0/24', start, end)).toBe(`ipv4.dhcp.${message}`)
  })

  it('refuses a range that libvirt would', () => {
    expect(ipv4('10.0.0.0/8', '10.64.0.2', '10.65.0.0')).toBe(
      'ipv4.dhcp.end: At most to 10.64.255.255: libvirt gives out no more from there.',
    )
  })

  it('has what its mode needs, and nothing else', () => {
    const plain = { ipv4: null }
    expect(wrong({ ...plain, mode: 'isolated' })).toBeNull()
    expect(wrong(plain)).toMatch(/^ipv4: Without a subnet/)
    expect(wrong({ ...plain, ipv6: { subnet: 'fd00:1::/64', dhcp: null } })).toBeNull()
    expect(wrong({ ...plain, mode: 'bridge', bridge: 'br0' })).toBeNull()
    expect(wrong({ ...plain, mode: 'bridge' })).toMatch(/^bridge: Give the bridge/)
    expect(wrong({ bridge: 'br0' })).toMatch(/^bridge: Give the bridge/)
    expect(wrong({ mode: 'bridge', bridge: 'br0' })).toMatch(/^mode: A bridge of the host brings its own/)
    expect(wrong({ ...plain, mode: 'bridge', bridge: 'br 0; rm' })).toMatch(/^bridge: Give the name of a bridge/)
  })

  it('has a name that is one of a file everywhere, and a domain that is one', () => {
    for (const name of ['lab', 'größe-1', '_a.b+c', 'x'.repeat(60)]) expect(wrong({ name }), name).toBeNull()
    for (const name of ['', '..', '.a', '-a', 'a b', 'a/b', 'a\n', 'a#1', '"a"', '<a>', 'x'.repeat(61), 'a\u202eb']) {
      expect(wrong({ name }), name).toMatch(/^name: /)
    }
    for (const domain of ['lab', 'lab.example', 'A-1.b']) expect(wrong({ domain }), domain).toBeNull()
    for (const domain of ['', '.', 'a..b', '-a', 'a_b', 'lab.', 'a\nlocal=/x/', 'x'.repeat(64)]) {
      expect(wrong({ domain }), domain).toMatch(/^domain: /)
    }
  })
})

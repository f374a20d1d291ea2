/** An IP address as a number: then addresses can be compared, and counted from one to another. */
export interface Address {
  readonly family: 'ipv4' | 'ipv6'
  readonly value: bigint
}

/** All addresses that begin with the same bits. */
export interface Subnet {
  readonly family: Address['family']
  readonly prefix: number
  readonly first: bigint
  readonly last: bigint
  /** The address that it was named by. */
  readonly named: bigint
}

const bitsOf = { ipv4: 32, ipv6: 128 } as const

/** Null for what is no address. */
export function readAddress(text: string): Address | null {
  const family = text.includes(':') ? 'ipv6' : 'ipv4'
  const value = family === 'ipv6' ? readIpv6(text) : readIpv4(text)
  return value === null ? null : { family, value }
}

/** "10.0.0.0/8", or by any of its addresses; null for what is no subnet. */
export function readSubnet(text: string): Subnet | null {
  const [, address = '', digits = ''] = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(text) ?? []
  const read = readAddress(address)
  return read && subnetAround(read, Number(digits))
}

/** Null where the family has no prefix of that length. */
export function subnetAround({ family, value }: Address, prefix: number): Subnet | null {
  const bits = bitsOf[family]
  if (prefix > bits) return null
  const size = 1n << BigInt(bits - prefix)
  const first = value - (value % size)
  return { family, prefix, first, last: first + size - 1n, named: value }
}

export const holds = (subnet: Subnet, { family, value }: Address): boolean =>
  subnet.family === family && subnet.first <= value && value <= subnet.last

export const overlap = (a: Subnet, b: Subnet): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

export const subnetText = ({ family, first, prefix }: Subnet): string => `${addressText(family, first)}/${prefix}`

/** As people write it, the longest row of zeros left out: https://www.rfc-editor.org/rfc/rfc5952 */
export function addressText(family: Address['family'], value: bigint): string {
  const [groups, bits] = family === 'ipv4' ? [4, 8n] : [8, 16n]
  const parts = Array.from({ length: groups }, (_, at) => (value >> (bits * BigInt(groups - 1 - at))) % (1n << bits))
  if (family === 'ipv4') return parts.join('.')
  const text = parts.map(part => part.toString(16)).join(':')
  const zeros = text.match(/\b0(:0)+\b/g)?.toSorted((a, b) => b.length - a.length)[0]
  return zeros === undefined ? text : text.replace(new RegExp(`(^|:)${zeros}(:|$)`), '::')
}

function readIpv4(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1) ?? []
  const isOne = parts.length === 4 && parts.every(part => Number(part) <= 255 && String(Number(part)) === part)
  return isOne ? parts.reduce((value, part) => value * 256n + BigInt(part), 0n) : null
}

function readIpv6(text: string): bigint | null {
  const [, before = text, dotted] = /^(.*:)(\d+(?:\.\d+){3})$/.exec(text) ?? []
  const tail = dotted === undefined ? null : readIpv4(dotted)
  if (dotted !== undefined && tail === null) return null
  const written = tail === null ? text : `${before}${(tail >> 16n).toString(16)}:${(tail % 65536n).toString(16)}`
  const halves = written.split('::').map(half => (half === '' ? [] : half.split(':')))
  const [left = [], right = []] = halves
  const missing = 8 - left.length - right.length
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  if (!groups.every(group => /^[\da-f]{1,4}$/i.test(group))) return null
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n)
}

import type { Element } from '@xmldom/xmldom'
import { toText, xml } from './build.ts'
import { type Odd, readAny } from './document.ts'
import { attribute, child, children, rawText, text, wholeNumber } from './element.ts'

/** A subnet of a virtual network, by the host's own address in it. */
export interface NetworkIp {
  address: string
  /** Bits; null where neither a prefix nor a mask is said. */
  prefix: number | null
  /** What DHCP gives out. */
  ranges: { start: string; end: string }[]
}

/** A virtual network. https://libvirt.org/formatnetwork.html */
export interface NetworkDocument {
  name: string | null
  uuid: string | null
  bridge: string | null
  /** nat, route, open, bridge …; null for a network without a way out. */
  forward: string | null
  /** The host's own interface that it is tied to; null for any. */
  device: string | null
  /** The DNS domain of its guests. */
  domain: string | null
  ips: NetworkIp[]
  oddity: string | null
}

export function readNetwork(xml: string): NetworkDocument {
  return readAny(xml, 'network', (network, odd) => {
    const forward = child(network, 'forward')
    return {
      name: rawText(child(network, 'name')),
      uuid: text(child(network, 'uuid')),
      bridge: attribute(child(network, 'bridge'), 'name'),
      // <forward/> without a mode means NAT.
      forward: forward === null ? null : (attribute(forward, 'mode') ?? 'nat'),
      device: attribute(forward, 'dev') ?? attribute(child(forward, 'interface'), 'dev'),
      domain: attribute(child(network, 'domain'), 'name'),
      ips: children(network, 'ip').map(ip => readIp(ip, odd)),
    }
  })
}

function readIp(ip: Element, odd: Odd): NetworkIp {
  const ranges = children(child(ip, 'dhcp'), 'range')
  return {
    address: attribute(ip, 'address') ?? '',
    prefix: wholeNumber(attribute(ip, 'prefix'), 'prefix', odd) ?? bitsOf(attribute(ip, 'netmask')),
    ranges: ranges.map(range => ({ start: attribute(range, 'start') ?? '', end: attribute(range, 'end') ?? '' })),
  }
}

/** The prefix of a mask such as 255.255.255.0. */
function bitsOf(netmask: string | null): number | null {
  const bytes = netmask?.split('.').map(Number)
  return bytes ? bytes.flatMap(byte => [...byte.toString(2)]).filter(bit => bit === '1').length : null
}

export interface NewNetwork {
  name: string
  mode: 'nat' | 'route' | 'open' | 'isolated' | 'bridge'
  /** With the mode bridge, the host's bridge that it stands for; libvirt makes one of its own for all others. */
  bridge?: string
  domain?: string
  ips: readonly NewNetworkIp[]
}

export interface NewNetworkIp {
  family: 'ipv4' | 'ipv6'
  /** The host's own. */
  address: string
  prefix: number
  range?: { start: string; end: string }
}

/**
 * The XML of a new network. Addresses of both families are translated where the mode is NAT: left alone, libvirt routes
 * those of IPv6.
 */
export function newNetwork({ name, mode, bridge, domain, ips }: NewNetwork): string {
  const natsIpv6 = mode === 'nat' && ips.some(({ family }) => family === 'ipv6')
  return toText(xml`
<network>
  <name>${name}</name>
  ${mode !== 'isolated' && xml`<forward mode="${mode}">${natsIpv6 && xml`<nat ipv6="yes"/>`}</forward>`}
  ${bridge !== undefined && xml`<bridge name="${bridge}"/>`}
  ${domain !== undefined && xml`<domain name="${domain}"/>`}
  ${ips.map(
    ({ family, address, prefix, range }) => xml`<ip family="${family}" address="${address}" prefix="${prefix}">
    ${range && xml`<dhcp><range start="${range.start}" end="${range.end}"/></dhcp>`}
  </ip>`,
  )}
</network>`)
}

/** An interface of the host itself: ethernet, bridge, bond, vlan. */
export function readInterface(xml: string): { type: string | null; name: string | null; oddity: string | null } {
  return readAny(xml, 'interface', found => ({ type: attribute(found, 'type'), name: attribute(found, 'name') }))
}

import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { TransportError } from '@porthole/libvirt'

/** Where no libvirt host is, but a cloud's metadata service or a whole network at once may be. */
const never = ['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8', 'fd00:ec2::254/128']

/**
 * Where hosts may be. A URI leads wherever somebody types, and a name wherever its DNS says at that moment: so each
 * address is looked at when it is about to be connected to.
 */
export class PermittedNetworks {
  readonly #allowed: BlockList | null
  readonly #never = listOf(never)

  /** Networks as `10.0.0.0/8`; when there are none, all but those that are no place for hosts. */
  constructor(allowed: readonly string[]) {
    this.#allowed = allowed.length === 0 ? null : listOf(allowed)
  }

  /** True for a name: its addresses are looked at when they are known. */
  permits(host: string): boolean {
    const version = isIP(host)
    if (version === 0) return true
    const [address = ''] = host.split('%', 1)
    const family = version === 6 ? 'ipv6' : 'ipv4'
    return this.#allowed?.check(address, family) ?? !this.#never.check(address, family)
  }

  /** @throws {TransportError} for a literal address that is not permitted, which needs no look-up */
  check(host: string): void {
    if (!this.permits(host)) throw outside(host, host)
  }

  /** Looks names up as the system does, and leaves out what is not permitted. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const addresses = found.filter(({ address }) => this.permits(address))
      const [first] = addresses
      if (first === undefined) return callback(outside(hostname, found[0]?.address ?? ''), '', 0)
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** Null for what is no network: `10.0.0.0/8`, `fd00::/8`, or a single address. */
export function readNetwork(text: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const version = isIP(address)
  const most = version === 6 ? 128 : 32
  const bits = digits === undefined ? most : Number(digits)
  return version === 0 || bits > most ? null : { address, bits, family: version === 6 ? 'ipv6' : 'ipv4' }
}

export function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of networks) {
    const network = readNetwork(text)
    if (network === null) throw new Error(`${text} is no network`)
    list.addSubnet(network.address, network.bits, network.family)
  }
  return list
}

const outside = (host: string, address: string): TransportError =>
  new TransportError(
    'permission',
    `${host === address ? address : `${host} is ${address}, which`} is not in a network where hosts may be. Correct the name, or let PORTHOLE_HOST_NETWORKS name that network.`,
  )

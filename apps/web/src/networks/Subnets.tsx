import { type Lease, type Network, readAddress, readSubnet, type Subnet } from '@porthole/contract'
import type { CSSProperties } from 'react'
import layout from '../pools/storage.module.css'
import { networksTexts as words } from '../texts/networks-texts.ts'
import classes from './networks.module.css'

type NetworkSubnet = Network['subnets'][number]

/** What addresses there are, with a picture of how much DHCP gives out of each subnet, and what is taken of that. */
export function Subnets({ network: { subnets }, leases }: { network: Network; leases: readonly Lease[] }) {
  return (
    <div className={classes.part}>
      <h3>{words.subnets}</h3>
      {subnets.length === 0 && <p className={layout.quiet}>{words.noSubnets}</p>}
      {subnets.map(({ subnet, address, ranges }) => (
        <div key={address} className={classes.subnet}>
          <span>
            <strong className="exact">{subnet ?? address}</strong>
            {subnet !== null && <span className={classes.more}>{words.hostHas(address)}</span>}
            <span className={classes.more}>
              {ranges.length === 0 ? words.noRange : ranges.map(({ start, end }) => words.range(start, end)).join(', ')}
            </span>
          </span>
          <Picture subnet={readSubnet(subnet ?? '')} ranges={ranges} leases={leases} />
        </div>
      ))}
    </div>
  )
}

interface PictureProps {
  subnet: Subnet | null
  ranges: NetworkSubnet['ranges']
  leases: readonly Lease[]
}

/** From the subnet's first address to its last. Where a range would be thinner than a hair there is no picture. */
function Picture({ subnet, ranges, leases }: PictureProps) {
  if (subnet === null || ranges.length === 0) return null
  const at = (address: string): number => {
    const read = readAddress(address)
    const value = read?.family === subnet.family ? read.value : -1n
    return value < subnet.first || value > subnet.last ? -1 : share(subnet, value)
  }
  const drawn = ranges.map(({ start, end }) => ({ from: at(start), to: at(end) })).filter(({ from }) => from >= 0)
  if (!drawn.some(({ from, to }) => to - from > 0.005)) return null
  const taken = leases.map(({ ip }) => ({ ip, at: at(ip) })).filter(({ at }) => at >= 0)
  return (
    <span className={classes.picture} aria-hidden="true">
      {drawn.map(({ from, to }) => (
        <i key={from} className={classes.range} style={{ '--from': from, '--to': to } as CSSProperties} />
      ))}
      {taken.map(({ ip, at }) => (
        <i key={ip} className={classes.lease} style={{ '--from': at } as CSSProperties} />
      ))}
    </span>
  )
}

/** Where in its subnet an address lies, 0 to 1. */
const share = ({ first, last }: Subnet, value: bigint): number =>
  Number(((value - first) * 10_000n) / (last - first + 1n)) / 10_000

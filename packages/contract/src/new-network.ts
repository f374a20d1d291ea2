import * as z from 'zod/mini'
import { type Address, addressText, holds, readAddress, readSubnet, type Subnet, subnetText } from './subnets.ts'

/** How guests get out: translated, routed, routed without any rule of libvirt's firewall, not at all; or a bridge of the host. */
export const networkModes = ['nat', 'route', 'open', 'isolated', 'bridge'] as const
export type NetworkMode = (typeof networkModes)[number]

/** All but the last 16 bits of a range must be the same: https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virsocketaddr.c (virSocketAddrGetRange) */
const rangeBits = 16n
const [leastIpv4, mostIpv4] = [8, 30]
/** Guests find an address of their own only where 64 bits are left: https://www.rfc-editor.org/rfc/rfc4862#section-5.5.3 */
const ipv6Prefix = 64

/** What no guest can use: this host, loopback, link-local, multicast and what is reserved. */
const never = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].flatMap(text => readSubnet(text) ?? [])
const forIpv6 = ['fc00::/7', '2000::/3'].flatMap(text => readSubnet(text) ?? [])

/** The host's own address in a subnet: the first. */
export const hostAddress = ({ family, first }: Subnet): string => addressText(family, first + 1n)

/** What can be given out: all but the subnet's own address, the host's and, with IPv4, that of everybody. */
const firstLeft = (subnet: Subnet): bigint => subnet.first + 2n
const lastLeft = (subnet: Subnet): bigint => (subnet.family === 'ipv4' ? subnet.last - 1n : subnet.last)

/** As much of a subnet as DHCP can give out. */
export function wholeRange(subnet: Subnet): { start: string; end: string } {
  const start = firstLeft(subnet)
  const most = ((start >> rangeBits) + 1n) << rangeBits
  const end = lastLeft(subnet) < most ? lastLeft(subnet) : most - 1n
  return { start: addressText(subnet.family, start), end: addressText(subnet.family, end) }
}

const DhcpRange = z.object({ start: z.string(), end: z.string() })
const written = z.object({ subnet: z.string(), dhcp: z.nullable(DhcpRange) })
type Written = z.infer<typeof written>
interface Wrong {
  readonly path: string[]
  readonly message: string
}

function subnetWrong(text: string, family: Address['family']): string | null {
  const subnet = readSubnet(text)
  const example = family === 'ipv4' ? '192.168.100.0/24' : 'fd00:100::/64'
  if (subnet?.family !== family) return `Write it as ${example}.`
  if (family === 'ipv6' && subnet.prefix !== ipv6Prefix) return 'It has /64: guests find their addresses in no other.'
  if (family === 'ipv4' && (subnet.prefix < leastIpv4 || subnet.prefix > mostIpv4)) {
    return `From /${leastIpv4} to /${mostIpv4}: a larger one, or a smaller, is none for guests.`
  }
  if (subnet.named !== subnet.first) return `This address lies in ${subnetText(subnet)}: give that.`
  const bounds = { family, value: subnet.first }
  const isUsable =
    family === 'ipv4' ? !never.some(other => holds(other, bounds)) : forIpv6.some(of => holds(of, bounds))
  return isUsable ? null : `Guests can not use these addresses: take others, such as ${example}.`
}

function rangeWrong(subnet: Subnet, { start, end }: z.infer<typeof DhcpRange>): Wrong | null {
  for (const [field, text] of Object.entries({ start, end })) {
    const address = readAddress(text)
    const path = ['dhcp', field]
    if (address === null) return { path, message: `Give an address, such as ${wholeRange(subnet)[field as 'start']}.` }
    if (!holds(subnet, address)) return { path, message: `It is not in ${subnetText(subnet)}.` }
    if (address.value < firstLeft(subnet) || address.value > lastLeft(subnet)) {
      return { path, message: `It is the subnet’s own, or the host’s, which has ${hostAddress(subnet)}: take another.` }
    }
  }
  const [first = 0n, last = 0n] = [start, end].map(text => readAddress(text)?.value)
  const path = ['dhcp', 'end']
  if (last < first) return { path, message: 'The range ends before it begins.' }
  if (first >> rangeBits === last >> rangeBits) return null
  const end16 = addressText(subnet.family, ((first >> rangeBits) << rangeBits) + 0xffffn)
  return { path, message: `At most to ${end16}: libvirt gives out no more from there.` }
}

const wrongWith = (family: Address['family'], { subnet, dhcp }: Written): Wrong | null => {
  const message = subnetWrong(subnet, family)
  if (message !== null) return { path: ['subnet'], message }
  return dhcp === null ? null : rangeWrong(readSubnet(subnet) as Subnet, dhcp)
}

/** A subnet of guests, by its first address, and what DHCP gives out of it. */
const subnetOf = (family: Address['family']) =>
  z._default(
    z.nullable(
      written.check(({ value, issues }) => {
        const wrong = wrongWith(family, value)
        if (wrong) issues.push({ code: 'custom', input: value, ...wrong })
      }),
    ),
    null,
  )

const newNetwork = z.object({
  host: z.string(),
  /** It becomes the name of files, and stands in the settings of its DHCP server. */
  name: z
    .string()
    .check(
      z.minLength(1, 'Give the network a name.'),
      z.maxLength(60, 'A name has at most 60 characters.'),
      z.regex(
        /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/u,
        'A name has letters, digits and _ . + -, and begins with none of the last three.',
      ),
    ),
  mode: z.enum(networkModes),
  /** With the mode bridge, the bridge of the host that it stands for. */
  bridge: z._default(
    z.nullable(z.string().check(z.regex(/^[\w.-]{1,15}$/, 'Give the name of a bridge of the host, such as br0.'))),
    null,
  ),
  ipv4: subnetOf('ipv4'),
  ipv6: subnetOf('ipv6'),
  /** The DNS domain of its guests. */
  domain: z._default(
    z.nullable(
      z
        .string()
        .check(
          z.maxLength(253),
          z.regex(/^[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i, 'Write it as lab.example.'),
        ),
    ),
    null,
  ),
  start: z._default(z.boolean(), true),
  autostart: z._default(z.boolean(), true),
})

type New = z.infer<typeof newNetwork>

export const NewNetwork = newNetwork.check(
  z.refine<New>(({ mode, bridge }) => (mode === 'bridge') === (bridge !== null), {
    path: ['bridge'],
    message: 'Give the bridge of the host; the other modes have one of their own.',
  }),
  z.refine<New>(({ mode, ipv4, ipv6 }) => mode === 'isolated' || mode === 'bridge' || ipv4 !== null || ipv6 !== null, {
    path: ['ipv4'],
    message: 'Without a subnet there is nothing to lead out: give one, or isolate the network.',
  }),
  z.refine<New>(({ mode, ipv4, ipv6, domain }) => mode !== 'bridge' || (ipv4 ?? ipv6 ?? domain) === null, {
    path: ['mode'],
    message: 'A bridge of the host brings its own addresses and names: give none here.',
  }),
)
export type NewNetwork = z.infer<typeof NewNetwork>

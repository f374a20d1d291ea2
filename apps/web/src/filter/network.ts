import ipaddr from 'ipaddr.js'

/** Whether an address lies in the network that was typed, such as 10.0.0.0/8 or fd00::/16; null when it is no network. */
export function networkOf(text: string): ((address: string) => boolean) | null {
  if (!text.includes('/') || !ipaddr.isValidCIDR(text)) return null
  const network = ipaddr.parseCIDR(text)
  return address => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.parse(address)
    return parsed.kind() === network[0].kind() && parsed.match(network)
  }
}

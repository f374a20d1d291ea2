import { holds, readAddress, readSubnet } from '@porthole/contract'

/** Whether an address lies in the network that was typed, such as 10.0.0.0/8 or fd00::/16; null when it is no network. */
export function networkOf(text: string): ((address: string) => boolean) | null {
  const subnet = readSubnet(text)
  if (subnet === null) return null
  return address => {
    const read = readAddress(address)
    return read !== null && holds(subnet, read)
  }
}

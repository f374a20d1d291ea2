import { type Network, readAddress, subnetAround, subnetText } from '@porthole/contract'
import type { Network as Net } from '@porthole/libvirt'
import { type NetworkIp, readNetwork } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** What a network is; null when it is gone meanwhile. */
export async function presentNetwork(link: HostLink, net: Net, caller: Caller): Promise<Network | null> {
  try {
    const [{ xml }, { active }, { autostart }, { persistent }] = await Promise.all([
      link.call('networkGetXmlDesc', { net, flags: 0 }),
      link.call('networkIsActive', { net }),
      link.call('networkGetAutostart', { net }),
      link.call('networkIsPersistent', { net }),
    ])
    const { forward, bridge, device, domain, ips } = readNetwork(xml)
    return {
      name: net.name,
      active: active !== 0,
      autostart: autostart !== 0,
      persistent: persistent !== 0,
      mode: forward ?? 'isolated',
      bridge,
      device,
      domain,
      subnets: ips.map(ip => ({ subnet: subnetOf(ip), address: ip.address, ranges: ip.ranges })),
      canManage: caller.can('network.manage', { network: { host: link.id, name: net.name } }),
    }
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_FOUND') return null
    throw error
  }
}

function subnetOf({ address, prefix }: NetworkIp): string | null {
  const read = readAddress(address)
  const subnet = read && prefix !== null ? subnetAround(read, prefix) : null
  return subnet && subnetText(subnet)
}

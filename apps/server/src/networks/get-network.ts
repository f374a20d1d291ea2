import type { Lease, Network, NetworkDetails } from '@porthole/contract'
import type { Network as Net } from '@porthole/libvirt'
import type { Caller, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { NetworkName } from './act-on-network.ts'
import { networkByName } from './network-by-name.ts'
import { presentNetwork } from './present-network.ts'

export const getNetwork: Verb<NetworkName, NetworkDetails> = async (core, input, caller) => {
  const link = core.hosts.link(input.host)
  const net = await networkByName(link, input.network)
  const network = await presentNetwork(link, net, caller)
  if (network === null) throw new Fault('NOT_FOUND')
  const users = usersOf(link, network)
  const seen = users.filter(vm => caller.can('vm.see', { vm }))
  const unseen = users.filter(vm => !seen.includes(vm))
  const on = unseen.filter(({ active }) => active).length
  return {
    ...network,
    leases: network.active ? await leasesOf(link, net, caller) : null,
    vms: seen
      .map(({ id, name, active }) => ({ id, name, active }))
      .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name)),
    others: { on, off: unseen.length - on },
  }
}

/** An interface can name the bridge that libvirt made for the network, too: it goes with the network. */
function usersOf(link: HostLink, { name, mode, bridge }: Network) {
  const names = [`network ${name}`, ...(bridge === null || mode === 'bridge' ? [] : [`bridge ${bridge}`])]
  return [...link.inventory.all()].filter(({ networks }) => networks.some(one => names.includes(one)))
}

/** Null where libvirt gives out no addresses on it. */
async function leasesOf(link: HostLink, net: Net, caller: Caller): Promise<Lease[] | null> {
  const told = await link.call('networkGetDhcpLeases', { net, mac: null }).catch(error => {
    const isNone = error instanceof Fault && (error.code === 'NOT_SUPPORTED' || error.code === 'WRONG_STATE')
    if (isNone) return null
    throw error
  })
  if (told === null) return null
  const byMac = new Map([...link.inventory.all()].flatMap(vm => vm.macs.map(mac => [mac, vm] as const)))
  const leases = told.leases.map(({ ipaddr, mac, hostname, expirytime }): Lease => {
    const until = expirytime > 0n ? new Date(Number(expirytime) * 1000).toISOString() : null
    const vm = byMac.get(mac?.toLowerCase() ?? '')
    const isHidden = vm !== undefined && !caller.can('vm.see', { vm })
    // Whose address it is would say that there is such a VM.
    if (isHidden) return { ip: ipaddr, mac: null, hostname: null, until, vm: null }
    return { ip: ipaddr, mac, hostname, until, vm: vm ? { id: vm.id, name: vm.name } : null }
  })
  return leases.sort((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }))
}

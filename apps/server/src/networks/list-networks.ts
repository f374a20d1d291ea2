import type { Network } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentNetwork } from './present-network.ts'

export const listNetworks: Verb<{ host: string }, { networks: Network[] }> = async (core, { host }, caller) => {
  const link = core.hosts.link(host)
  const { nets } = await link.call('connectListAllNetworks', { need_results: 1, flags: 0 })
  const seen = nets.filter(({ name }) => caller.can('network.see', { network: { host, name } }))
  const networks = await Promise.all(seen.map(net => presentNetwork(link, net, caller)))
  return { networks: networks.filter(network => network !== null).sort((a, b) => a.name.localeCompare(b.name)) }
}

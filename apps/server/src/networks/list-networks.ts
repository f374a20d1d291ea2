import type { Network } from '@porthole/contract'
import { readNetwork } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'

export const listNetworks: Verb<{ host: string }, { networks: Network[] }> = async (core, { host }, caller) => {
  const link = core.hosts.link(host)
  const { nets } = await link.call('connectListAllNetworks', { need_results: 1, flags: 0 })
  const seen = nets.filter(({ name }) => caller.can('network.see', { network: { host, name } }))
  const networks = await Promise.all(seen.map(net => present(link, net)))
  return { networks: networks.sort((a, b) => a.name.localeCompare(b.name)) }
}

async function present(link: HostLink, net: { name: string; uuid: string }): Promise<Network> {
  const [{ xml }, { active }, { autostart }] = await Promise.all([
    link.call('networkGetXmlDesc', { net, flags: 0 }),
    link.call('networkIsActive', { net }),
    link.call('networkGetAutostart', { net }),
  ])
  const { forward, bridge } = readNetwork(xml)
  return { name: net.name, active: active !== 0, autostart: autostart !== 0, mode: forward ?? 'isolated', bridge }
}

import { hostAddress, type NewNetwork, overlap, readAddress, readSubnet, subnetAround } from '@porthole/contract'
import { type NewNetworkIp, newNetwork, readNetwork } from '@porthole/libvirt-xml'
import type { Caller, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { bridgesOf } from './list-bridges.ts'

const families = ['ipv4', 'ipv6'] as const

/** Nothing is left of it where it can not be started. */
export const createNetwork: Verb<NewNetwork, { name: string }> = async (core, input, caller) => {
  const { name, mode, bridge, domain, start, autostart } = input
  const link = core.hosts.link(input.host)
  await requireFree(link, input, caller)
  if (bridge !== null) await requireBridge(link, bridge)
  const ips = families.flatMap(family => ipOf(family, input) ?? [])
  const xml = newNetwork({ name, mode, ips, ...(bridge && { bridge }), ...(domain && { domain }) })
  const { net } = await link.call('networkDefineXml', { xml })
  try {
    if (autostart) await link.call('networkSetAutostart', { net, autostart: 1 })
    if (start) await link.call('networkCreate', { net })
  } catch (error) {
    await link.call('networkDestroy', { net }).catch(() => {})
    await link.call('networkUndefine', { net }).catch(() => {})
    throw error
  } finally {
    link.networksChanged()
  }
  return { name }
}

function ipOf(family: (typeof families)[number], input: NewNetwork): NewNetworkIp | null {
  const asked = input[family]
  const subnet = readSubnet(asked?.subnet ?? '')
  if (asked === null || subnet === null) return null
  const ip = { family, address: hostAddress(subnet), prefix: subnet.prefix }
  return asked.dhcp === null ? ip : { ...ip, range: asked.dhcp }
}

/** libvirt looks for clashes only when the second of two is started. @throws {Fault} at the field */
async function requireFree(link: HostLink, input: NewNetwork, caller: Caller): Promise<void> {
  const { nets } = await link.call('connectListAllNetworks', { need_results: 1, flags: 0 })
  if (nets.some(({ name }) => name === input.name)) {
    throw refusal('NAME_TAKEN', 'name', `This host has a network "${input.name}" already: choose another name.`)
  }
  for (const net of nets) {
    const xml = await link.call('networkGetXmlDesc', { net, flags: 0 }).then(
      ({ xml }) => xml,
      () => '',
    )
    const theirs = readNetwork(xml).ips.flatMap(({ address, prefix }) => {
      const read = readAddress(address)
      return (read && prefix !== null && subnetAround(read, prefix)) || []
    })
    for (const family of families) {
      const mine = readSubnet(input[family]?.subnet ?? '')
      if (mine === null || !theirs.some(other => overlap(other, mine))) continue
      const sees = caller.can('network.see', { network: { host: link.id, name: net.name } })
      const whose = sees ? `the network "${net.name}"` : 'another network of this host'
      throw refusal('IN_USE', `${family}.subnet`, `It clashes with ${whose}: take another subnet.`)
    }
  }
}

async function requireBridge(link: HostLink, name: string): Promise<void> {
  const bridges = await bridgesOf(link)
  if (bridges === null || bridges.includes(name)) return
  const others = bridges.length === 0 ? 'none of its own' : bridges.join(', ')
  throw refusal('NOT_FOUND', 'bridge', `This host has no bridge "${name}": it has ${others}.`)
}

const refusal = (code: 'NAME_TAKEN' | 'IN_USE' | 'NOT_FOUND', path: string, message: string) =>
  new Fault(code, message, { data: { issues: [{ path, message }] } })

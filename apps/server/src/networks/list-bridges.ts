import { readInterface, readNetwork } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

export const listBridges: Verb<{ host: string }, { bridges: string[] | null }> = async (core, { host }) => ({
  bridges: await bridgesOf(core.hosts.link(host)),
})

/** The host's own bridges: not those that libvirt made for its networks. Null where libvirt can not tell. */
export async function bridgesOf(link: HostLink): Promise<string[] | null> {
  const args = { need_results: 1, flags: 0 }
  const found = await link.call('connectListAllInterfaces', args).catch(error => {
    if (error instanceof Fault && error.code === 'NOT_SUPPORTED') return null
    throw error
  })
  if (found === null) return null
  const { nets } = await link.call('connectListAllNetworks', args)
  const networks = await Promise.all(nets.map(net => xmlOf(link.call('networkGetXmlDesc', { net, flags: 0 }))))
  const made = networks.map(readNetwork).map(({ forward, bridge }) => (forward === 'bridge' ? null : bridge))
  const interfaces = await Promise.all(
    found.ifaces.map(iface => xmlOf(link.call('interfaceGetXmlDesc', { iface, flags: 0 }))),
  )
  return interfaces
    .map(readInterface)
    .flatMap(({ type, name }) => (type === 'bridge' && name !== null && !made.includes(name) ? name : []))
    .sort()
}

/** Nothing of one that is gone meanwhile. */
const xmlOf = (asked: Promise<{ xml: string }>): Promise<string> =>
  asked.then(
    ({ xml }) => xml,
    () => '',
  )

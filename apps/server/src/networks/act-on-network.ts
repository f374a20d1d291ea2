import type { Network } from '@porthole/libvirt'
import type { Core } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { networkByName } from './network-by-name.ts'

export interface NetworkName {
  readonly host: string
  readonly network: string
}

/** Does something with one network, then lets everybody who shows those of its host read them again. */
export async function actOnNetwork(
  core: Core,
  { host, network }: NetworkName,
  act: (link: HostLink, net: Network) => Promise<unknown>,
): Promise<Record<string, never>> {
  const link = core.hosts.link(host)
  try {
    await act(link, await networkByName(link, network))
  } finally {
    link.networksChanged()
  }
  return {}
}

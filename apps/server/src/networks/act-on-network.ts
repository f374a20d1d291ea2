import { type NetworkAct, networkRules } from '@porthole/contract'
import type { Network } from '@porthole/libvirt'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { networkByName } from './network-by-name.ts'

export interface NetworkName {
  readonly host: string
  readonly network: string
}

/** Acts on a network whose state allows it, then lets everybody who shows those of its host read them again. */
export async function actOnNetwork(
  core: Core,
  { host, network }: NetworkName,
  act: NetworkAct,
  ask: (link: HostLink, net: Network) => Promise<unknown>,
): Promise<Record<string, never>> {
  const link = core.hosts.link(host)
  const net = await networkByName(link, network)
  const [{ active }, { persistent }] = await Promise.all([
    link.call('networkIsActive', { net }),
    link.call('networkIsPersistent', { net }),
  ])
  const why = networkRules[act]({ active: active !== 0, persistent: persistent !== 0 })
  if (why !== null) throw new Fault('WRONG_STATE', why)
  try {
    await ask(link, net)
  } finally {
    link.networksChanged()
  }
  return {}
}

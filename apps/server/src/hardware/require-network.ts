import type { Caller } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { activeNetwork } from '../networks/active-network.ts'
import { requirePart } from '../vms/require-part.ts'

/** A network that the caller may see, and that is on. */
export async function requireNetwork(link: HostLink, name: string, caller: Caller): Promise<void> {
  requirePart(caller, 'network.see', { network: { host: link.id, name } }, name, 'network')
  await activeNetwork(link, name)
}

import type { HostLink } from '../hosts/host-link.ts'
import { networkByName } from './network-by-name.ts'

/** Makes sure that a network is there and runs; one that is off is started. */
export async function activeNetwork(link: HostLink, name: string): Promise<void> {
  const net = await networkByName(link, name)
  const { active } = await link.call('networkIsActive', { net })
  if (active === 0) await link.call('networkCreate', { net })
}

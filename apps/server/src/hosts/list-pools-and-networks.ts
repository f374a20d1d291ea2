import type { NamedOnHost } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { HostLink } from './host-link.ts'

/** Whoever types into the palette does not wait for a slow host. */
const deadlineMs = 2000

type Named = { pools: NamedOnHost[]; networks: NamedOnHost[] }

export const listPoolsAndNetworks: Verb<object, Named> = async ({ hosts }, _, caller) => {
  const links = hosts.list().map(({ id }) => hosts.link(id))
  const told = await Promise.all(links.filter(({ connected }) => connected).map(namedOn))
  return {
    pools: told.flatMap(({ pools }) => pools).filter(pool => caller.can('storage.see', { pool })),
    networks: told.flatMap(({ networks }) => networks).filter(network => caller.can('network.see', { network })),
  }
}

/** Nothing where the host says no, or not in time. */
async function namedOn(link: HostLink): Promise<Named> {
  const args = { need_results: 1, flags: 0 }
  const here = ({ name }: { name: string }) => ({ host: link.id, name })
  const [pools, networks] = await Promise.all([
    link.call('connectListAllStoragePools', args, { deadlineMs }).then(
      ({ pools }) => pools.map(here),
      () => [],
    ),
    link.call('connectListAllNetworks', args, { deadlineMs }).then(
      ({ nets }) => nets.map(here),
      () => [],
    ),
  ])
  return { pools, networks }
}

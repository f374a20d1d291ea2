import type { Host } from '@porthole/contract'

/** The place of a host: by its name, which people read and send, where that stands in an address as it is. */
export function hostPath({ id, name }: Pick<Host, 'id' | 'name'>): string {
  const plain = /^[A-Za-z0-9][\w.-]*$/.test(name) && name !== 'new'
  return `/hosts/${plain ? name : id}`
}

/** The place of a storage pool. */
export const poolPath = (host: Pick<Host, 'id' | 'name'>, pool: string): string =>
  `${hostPath(host)}/storage?pool=${encodeURIComponent(pool)}`

/** The place of a virtual network. */
export const networkPath = (host: Pick<Host, 'id' | 'name'>, network: string): string =>
  `${hostPath(host)}/networks?network=${encodeURIComponent(network)}`

/** The host that a path names: its id goes before another's name. */
export function hostOfPath<H extends Pick<Host, 'id' | 'name'>>(path: string, hosts: readonly H[]): H | null {
  const asked = decodeURIComponent(path.split('/')[2] ?? '')
  return hosts.find(({ id }) => id === asked) ?? hosts.find(({ name }) => name === asked) ?? null
}

import type { Scope } from '@porthole/contract'
import type { Core } from '../core.ts'

/** A place in words; null where it is not there any more. */
export function nameOfScope({ access, hosts }: Pick<Core, 'access' | 'hosts'>, on: Scope): string | null {
  const hostName = (id: string): string | null => hosts.list().find(host => host.id === id)?.name ?? null
  const onHost = (what: string, id: string): string | null => {
    const host = hostName(id)
    return host === null ? null : `${what} on ${host}`
  }
  switch (on.kind) {
    case 'everything':
      return 'everything'
    case 'host':
      return hostName(on.host)
    case 'folder':
      return access.placements.path(on.folder)
    case 'tag':
      return on.tag
    case 'vm':
      return [...hosts.vms()].find(({ id }) => id === on.vm)?.name ?? null
    case 'pool':
      return onHost(on.pool, on.host)
    case 'network':
      return onHost(on.network, on.host)
  }
}

import type { HostPlace, HostTest } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { tryHost } from './try-host.ts'

export const testHost: Verb<{ host: string } | HostPlace, HostTest> = async ({ hosts }, input) => {
  if ('host' in input) {
    const { id, uri } = hosts.link(input.host)
    return tryHost(hosts.ways, { uri, certificates: () => hosts.certificates(id) })
  }
  const { uri, certificates } = hosts.check(input)
  return tryHost(hosts.ways, { uri, certificates: () => certificates })
}

import type { HostPlace } from '@porthole/contract'
import type { Verb } from '../core.ts'

/** Does not wait for the host to answer: its row says how that goes. */
export const addHost: Verb<HostPlace & { name: string }, { id: string }> = async (core, host) => ({
  id: await core.hosts.add(host),
})

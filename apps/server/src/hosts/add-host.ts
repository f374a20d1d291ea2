import type { Verb } from '../core.ts'

/** Does not wait for the host to answer: its row says how that goes. */
export const addHost: Verb<{ name: string; uri: string }, { id: string }> = async (core, { name, uri }) => ({
  id: await core.hosts.add({ name, uri }),
})

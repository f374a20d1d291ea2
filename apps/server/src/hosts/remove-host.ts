import type { Verb } from '../core.ts'

export const removeHost: Verb<{ host: string }, object> = async (core, { host }) => {
  await core.hosts.remove(host)
  return {}
}

import type { Verb } from '../core.ts'

export const removeHost: Verb<{ host: string }, Record<string, never>> = async (core, { host }) => {
  await core.hosts.remove(host)
  return {}
}

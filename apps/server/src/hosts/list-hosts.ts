import type { Host, Problem } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentHost } from './present-host.ts'

export const listHosts: Verb<object, { hosts: Host[]; thisMachine: Problem | null }> = async (core, _, caller) => ({
  hosts: core.hosts
    .list()
    .filter(({ id }) => caller.can('host.see', { host: id }))
    .map(host => presentHost(host, caller)),
  // It is no host that could be granted: only who sees every host is told of it.
  thisMachine: caller.can('host.see') ? core.hosts.thisMachine : null,
})

import { audit } from './audit.ts'
import { consoles } from './consoles.ts'
import { hosts } from './hosts.ts'
import { networks } from './networks.ts'
import { pools } from './pools.ts'
import { session } from './session.ts'
import { vms } from './vms.ts'

/** The whole agreement: REST paths, OpenAPI, the typed client, permissions, state rules and audit all come from it. */
export const contract = { session, hosts, vms, pools, networks, consoles, audit }

export * from './audit.ts'
export type { EntryMeta, ReadMeta, Target, WriteMeta } from './entry.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './hosts.ts'
export * from './networks.ts'
export * from './permissions.ts'
export * from './pools.ts'
export { Person } from './session.ts'
export * from './sockets.ts'
export * from './vm-rules.ts'
export * from './vms.ts'

import { access } from './access.ts'
import { account } from './account.ts'
import { alertSending } from './alert-sending.ts'
import { alerts } from './alerts.ts'
import { audit } from './audit.ts'
import { consoles } from './consoles.ts'
import { guests } from './guests.ts'
import { hardware } from './hardware.ts'
import { hosts } from './hosts.ts'
import { jobs } from './jobs.ts'
import { networks } from './networks.ts'
import { people } from './people.ts'
import { pools } from './pools.ts'
import { recordings } from './recordings.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { signOn } from './sign-on.ts'
import { snapshots } from './snapshots.ts'
import { stats } from './stats.ts'
import { vms } from './vms.ts'

// Said piece by piece: what would be inferred is longer than the compiler writes into a declaration.
export type Contract = {
  session: typeof session
  hosts: typeof hosts
  vms: typeof vms
  hardware: typeof hardware
  snapshots: typeof snapshots
  pools: typeof pools
  networks: typeof networks
  consoles: typeof consoles
  recordings: typeof recordings
  guests: typeof guests
  audit: typeof audit
  access: typeof access
  people: typeof people
  account: typeof account
  jobs: typeof jobs
  stats: typeof stats
  alerts: typeof alerts
  settings: typeof settings & typeof signOn & typeof alertSending
}

/** The whole agreement: REST paths, OpenAPI, the typed client, permissions, state rules and audit all come from it. */
export const contract: Contract = {
  session,
  hosts,
  vms,
  hardware,
  snapshots,
  pools,
  networks,
  consoles,
  recordings,
  guests,
  audit,
  access,
  people,
  account,
  jobs,
  stats,
  alerts,
  settings: { ...settings, ...signOn, ...alertSending },
}

export * from './access.ts'
export * from './account.ts'
export * from './alert-figures.ts'
export * from './alert-sending.ts'
export * from './alerts.ts'
export * from './audit.ts'
export * from './console-room.ts'
export { Serial } from './consoles.ts'
export type { AuditMeta, Download, EntryMeta, ReadMeta, Target, WriteMeta } from './entry.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './figures.ts'
export { GuestLink, GuestVisit } from './guests.ts'
export * from './hardware.ts'
export * from './host.ts'
export { Accelerators, type NamedOnHost } from './hosts.ts'
export * from './jobs.ts'
export * from './network-rules.ts'
export * from './networks.ts'
export * from './new-host.ts'
export * from './new-network.ts'
export * from './new-pool.ts'
export * from './outside.ts'
export * from './passkeys.ts'
export * from './people.ts'
export * from './permissions.ts'
export * from './pool-rules.ts'
export * from './pools.ts'
export type { Recording, RecordingEnd, RecordingIndex } from './recordings.ts'
export { Person } from './session.ts'
export { Settings } from './settings.ts'
export { SignOn, SignOnRight } from './sign-on.ts'
export * from './snapshots.ts'
export * from './sockets.ts'
export * from './stats.ts'
export * from './subnets.ts'
export * from './vm.ts'
export * from './vm-rules.ts'
export {
  type ChangedLine,
  type ClipboardWay,
  type DefinitionPlan,
  type DeletionPlan,
  NewVm,
} from './vms.ts'

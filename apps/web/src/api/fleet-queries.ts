import type { ServerMessage } from '@porthole/contract'
import type { QueryClient } from '@tanstack/react-query'
import { applyAlerts } from './alerts-query.ts'
import { client, orpc } from './client.ts'
import {
  type AwayMessage,
  applyHosts,
  applyVms,
  type HostsMessage,
  Overheard,
  sortedByName,
  type VmsMessage,
} from './fleet-changes.ts'
import { applyJobs } from './jobs-query.ts'
import { readAgain } from './read-again.ts'

const hostWords = new Overheard<HostsMessage>()
const vmWords = new Overheard<VmsMessage | AwayMessage>()

export const hostsQuery = orpc.hosts.listHosts.queryOptions({
  input: {},
  queryFn: ({ signal }) => hostWords.during(() => client.hosts.listHosts({}, { signal }), applyHosts),
})

export const vmsQuery = orpc.vms.listVms.queryOptions({
  input: {},
  queryFn: ({ signal }) => vmWords.during(async () => sortedByName(await client.vms.listVms({}, { signal })), applyVms),
  // An event replaces only the VMs that it names: looking at ten thousand for what is equal would find nothing more.
  structuralSharing: false,
})

/** Brings an event into the cache. What an event can't carry (a VM's devices) is read again by who shows it. */
export function applyToCache(queries: QueryClient, message: ServerMessage): void {
  switch (message.type) {
    case 'hello':
      for (const queryKey of [
        hostsQuery.queryKey,
        vmsQuery.queryKey,
        orpc.vms.getVm.key(),
        orpc.jobs.key(),
        orpc.alerts.key(),
        orpc.networks.key(),
        orpc.audit.listAudit.key(),
        foldersKey,
      ])
        readAgain(queries, queryKey)
      return
    case 'jobs':
      applyJobs(queries, message)
      return
    case 'alerts':
      applyAlerts(queries, message)
      return
    case 'networks':
      void queries.invalidateQueries({ queryKey: orpc.networks.key() })
      return
    case 'audit':
      soonReadAudit(queries)
      return
    case 'hosts':
      hostWords.hear(message)
      if (isNews(queries, message)) void queries.invalidateQueries(hostsQuery)
      queries.setQueryData(hostsQuery.queryKey, list => list && applyHosts(list, message))
      return
    case 'away':
      vmWords.hear(message)
      queries.setQueryData(vmsQuery.queryKey, list => list && applyVms(list, message))
      // What was asked meanwhile failed.
      if (!message.since) void queries.invalidateQueries({ queryKey: orpc.vms.getVm.key() })
      return
    case 'vms':
      vmWords.hear(message)
      if (inNewFolder(queries, message)) void queries.invalidateQueries({ queryKey: foldersKey })
      queries.setQueryData(vmsQuery.queryKey, list => list && applyVms(list, message))
      for (const { id } of [...message.changed, ...message.removed]) {
        void queries.invalidateQueries({ queryKey: orpc.vms.getVm.key({ input: { id } }) })
      }
  }
}

let auditTimer: ReturnType<typeof setTimeout> | undefined

/** Once a second at most: a host that comes back tells of a hundred VMs at once. */
export function soonReadAudit(queries: QueryClient): void {
  if (auditTimer !== undefined) return
  auditTimer = setTimeout(() => {
    auditTimer = undefined
    void queries.invalidateQueries({ queryKey: orpc.audit.listAudit.key() })
  }, 1000)
}

/** A host that came or went can change what the list says about this machine, which no event carries. */
function isNews(queries: QueryClient, { changed, removed }: HostsMessage): boolean {
  const known = new Set(queries.getQueryData(hostsQuery.queryKey)?.hosts.map(host => host.id))
  return removed.length > 0 || changed.some(host => !known.has(host.id))
}

const foldersKey = orpc.access.listFolders.queryOptions({ input: {} }).queryKey

/** No event tells of folders: that a VM is in one that is not known here does. */
function inNewFolder(queries: QueryClient, { changed }: VmsMessage): boolean {
  const known = queries.getQueryData(foldersKey)?.folders
  return changed.some(({ folder }) => folder !== null && known?.every(({ id }) => id !== folder) === true)
}

/** What one person saw is not for the next who signs in. */
export function forgetFleet(queries: QueryClient): void {
  const { hosts, vms, pools, networks, access, people, audit, account, jobs, alerts } = orpc
  for (const group of [hosts, vms, pools, networks, access, people, audit, account, jobs, alerts])
    queries.removeQueries({ queryKey: group.key() })
}

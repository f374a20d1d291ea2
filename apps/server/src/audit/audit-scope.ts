import type { AuditFilter } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'

/** Rows that may say since when nobody watched: they belong to every timeline of that time. */
const gapActions = ['serverStarted', 'serverTookOver', 'eventsLost', 'databaseRestored', 'hostBack']

/** The rows that the caller may see: all, or what they did, what was done to their account and what happened to objects whose audit they may see. */
export function seenBy({ hosts }: Core, caller: Caller): object {
  if (caller.can('audit.see')) return {}
  const me = caller.person?.id ?? ''
  const own = [{ personId: me }, { object: `person:${me}` }]
  // Most people see nobody else's: then ten thousand VMs need not be asked about.
  if (!caller.person?.can.includes('audit.see')) return { OR: own }
  const onHosts = hosts.list().filter(({ id }) => caller.can('audit.see', { host: id }))
  const ofVms = [...hosts.vms()].filter(vm => caller.can('audit.see', { vm }))
  const objects = ofVms.map(({ id }) => `vm:${id}`)
  return { OR: [...own, { host: { in: onHosts.map(({ id }) => id) } }, { object: { in: objects } }] }
}

/** The rows that the filter leaves. */
export function matching({ hosts }: Core, filter: AuditFilter): object {
  const { vm, host, person, action, result, source, since, until } = filter
  const gapOn = (id: string) => ({
    AND: [
      { action: { in: gapActions } },
      { args: { contains: 'unseenSince' } },
      { OR: [{ host: null }, { host: id }] },
    ],
  })
  const home = vm === undefined ? '' : ([...hosts.vms()].find(({ id }) => id === vm.toLowerCase())?.host ?? '')
  return {
    AND: [
      vm === undefined ? {} : { OR: [{ object: `vm:${vm.toLowerCase()}` }, gapOn(home)] },
      host === undefined ? {} : { OR: [{ host }, gapOn(host)] },
      person === undefined ? {} : { OR: [{ personId: person }, { object: `person:${person}` }] },
      action === undefined ? {} : { action },
      result === undefined ? {} : { result },
      source === undefined ? {} : { source },
      since === undefined ? {} : { at: { gte: new Date(since) } },
      until === undefined ? {} : { at: { lt: new Date(until) } },
    ],
  }
}

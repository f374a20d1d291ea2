import { ConnectListAllDomainsFlags, type Domain, DomainStatsTypes } from '@porthole/libvirt'
import { readDomain } from '@porthole/libvirt-xml'
import { type DomainFacts, draftOf } from './domain-read.ts'
import type { LinkCalls } from './link-calls.ts'
import type { VmDraft, VmRecord } from './vm-record.ts'

const { AUTOSTART, MANAGEDSAVE, PERSISTENT } = ConnectListAllDomainsFlags

/** What a few list calls tell of all domains of a host at once, by UUID. */
export async function readAllFacts(calls: LinkCalls): Promise<Map<string, DomainFacts>> {
  const [all, persistent, autostart, managedSave, states] = await Promise.all([
    list(calls, 0),
    list(calls, PERSISTENT).then(uuids),
    list(calls, AUTOSTART).then(uuids),
    // The test driver and some others know no managed save and refuse to filter by it.
    list(calls, MANAGEDSAVE).then(uuids, () => new Set<string>()),
    readStates(calls),
  ])
  const facts = new Map<string, DomainFacts>()
  for (const dom of all) {
    // Not in both lists: it came or went between two calls, and its event brings the truth.
    const [state, reason] = states.get(dom.uuid) ?? (await readState(calls, dom))
    facts.set(dom.uuid, {
      dom,
      state,
      reason,
      persistent: persistent.has(dom.uuid),
      autostart: autostart.has(dom.uuid),
      managedSave: managedSave.has(dom.uuid),
    })
  }
  return facts
}

/** Reads the XML of every domain, hands each over as it comes, and passes over those that are gone by then. */
export async function readAllDomains(
  calls: LinkCalls,
  host: string,
  facts: ReadonlyMap<string, DomainFacts>,
  take: (draft: VmDraft) => void,
): Promise<void> {
  const queue = facts.values()
  // Four at once, as many as the connection sends: waiting in its queue would count against each call's deadline.
  await Promise.all([0, 1, 2, 3].map(() => work()))

  async function work(): Promise<void> {
    for (const fact of queue) {
      const xml = await readXml(calls, fact.dom)
      if (xml !== null) take(draftOf(host, fact, readDomain(xml)))
    }
  }
}

/** True when the cheap facts say that this VM is not as we have it: then it is worth reading whole. */
export function differs(record: VmRecord | undefined, facts: DomainFacts, host: string): boolean {
  if (record === undefined) return true
  const { state, reason, active, name, persistent, autostart } = draftOf(host, facts, noDocument)
  const fresh = { state, reason, active, name, persistent, autostart }
  return (Object.keys(fresh) as (keyof typeof fresh)[]).some(key => record[key] !== fresh[key])
}

const noDocument = readDomain('<domain/>')

async function list(calls: LinkCalls, flags: number): Promise<Domain[]> {
  return (await calls.call('connectListAllDomains', { need_results: 1, flags })).domains
}

const uuids = (domains: Domain[]) => new Set(domains.map(({ uuid }) => uuid))

async function readStates(calls: LinkCalls): Promise<Map<string, readonly [number, number]>> {
  try {
    const args = { doms: [], stats: DomainStatsTypes.STATE, flags: 0 }
    const { retStats } = await calls.call('connectGetAllDomainStats', args)
    return new Map(
      retStats.map(
        ({ dom, params }) => [dom.uuid, [Number(params['state.state']), Number(params['state.reason'])]] as const,
      ),
    )
  } catch (error) {
    // Drivers without bulk stats are asked one domain at a time.
    if (calls.isUnsupported(error)) return new Map()
    throw error
  }
}

async function readState(calls: LinkCalls, dom: Domain): Promise<readonly [number, number]> {
  try {
    const { state, reason } = await calls.call('domainGetState', { dom, flags: 0 })
    return [state, reason]
  } catch (error) {
    if (calls.isRefusal(error)) return [0, 0]
    throw error
  }
}

/** Null when it is gone; an unreadable one lists with what else is known of it. */
async function readXml(calls: LinkCalls, dom: Domain): Promise<string | null> {
  try {
    return (await calls.call('domainGetXmlDesc', { dom, flags: 0 })).xml
  } catch (error) {
    if (calls.isGone(error)) return null
    if (calls.isRefusal(error)) return ''
    throw error
  }
}

import { ConnectListAllDomainsFlags, type Domain, DomainStatsTypes, type Pool } from '@porthole/libvirt'
import { readDomain } from '@porthole/libvirt-xml'
import { type DomainFacts, draftOf, takingIn } from './domain-read.ts'
import { isGone, isRefusal, isUnsupported } from './host-pool.ts'
import type { VmDraft, VmRecord } from './vm-record.ts'

const { AUTOSTART, MANAGEDSAVE, PERSISTENT } = ConnectListAllDomainsFlags

/** What a few list calls tell of all domains of a host at once, by UUID. */
export async function readAllFacts(pool: Pool): Promise<Map<string, DomainFacts>> {
  const [all, persistent, autostart, managedSave, states] = await Promise.all([
    list(pool, 0),
    list(pool, PERSISTENT).then(uuids),
    list(pool, AUTOSTART).then(uuids),
    // The test driver and some others know no managed save and refuse to filter by it.
    list(pool, MANAGEDSAVE).then(uuids, () => new Set<string>()),
    readStates(pool),
  ])
  const facts = new Map<string, DomainFacts>()
  for (const dom of all) {
    // Not in both lists: it came or went between two calls, and its event brings the truth.
    const [state, reason] = states.get(dom.uuid) ?? (await readState(pool, dom))
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
  pool: Pool,
  host: string,
  facts: ReadonlyMap<string, DomainFacts>,
  take: (draft: VmDraft, xml: string) => void,
): Promise<void> {
  const queue = facts.values()
  // Four at once, as many as the connection sends: waiting in its queue would count against each call's deadline.
  await Promise.all([0, 1, 2, 3].map(() => work()))

  async function work(): Promise<void> {
    for (const fact of queue) {
      const xml = await readXml(pool, fact.dom)
      await takingIn.turn()
      if (xml !== null) take(draftOf(host, fact, readDomain(xml)), xml)
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

async function list(pool: Pool, flags: number): Promise<Domain[]> {
  return (await pool.call('connectListAllDomains', { need_results: 1, flags })).domains
}

const uuids = (domains: Domain[]) => new Set(domains.map(({ uuid }) => uuid))

async function readStates(pool: Pool): Promise<Map<string, readonly [number, number]>> {
  try {
    const args = { doms: [], stats: DomainStatsTypes.STATE, flags: 0 }
    const { retStats } = await pool.call('connectGetAllDomainStats', args)
    return new Map(
      retStats.map(
        ({ dom, params }) => [dom.uuid, [Number(params['state.state']), Number(params['state.reason'])]] as const,
      ),
    )
  } catch (error) {
    // Drivers without bulk stats are asked one domain at a time.
    if (isUnsupported(error)) return new Map()
    throw error
  }
}

async function readState(pool: Pool, dom: Domain): Promise<readonly [number, number]> {
  try {
    const { state, reason } = await pool.call('domainGetState', { dom, flags: 0 })
    return [state, reason]
  } catch (error) {
    if (isRefusal(error)) return [0, 0]
    throw error
  }
}

/** Null when it is gone; an unreadable one lists with what else is known of it. */
export async function readXml(pool: Pool, dom: Domain): Promise<string | null> {
  try {
    return (await pool.call('domainGetXmlDesc', { dom, flags: 0 })).xml
  } catch (error) {
    if (isGone(error)) return null
    if (isRefusal(error)) return ''
    throw error
  }
}

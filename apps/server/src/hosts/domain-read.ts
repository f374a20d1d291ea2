import type { Vm } from '@porthole/contract'
import type { Domain, Pool } from '@porthole/libvirt'
import { type DomainDocument, readDomain } from '@porthole/libvirt-xml'
import { Slices } from '../slices.ts'
import { isActive, stateWords } from './domain-states.ts'
import { isGone } from './host-pool.ts'
import { snapshotHindrance } from './snapshot-hindrance.ts'
import type { VmDraft } from './vm-record.ts'

/** To hear of changes and make sense of XML is most of what the server does: by and by, however many hosts speak at once. */
export const takingIn = new Slices()

/** What libvirt tells about a domain beside its XML. */
export interface DomainFacts {
  readonly dom: Domain
  readonly state: number
  readonly reason: number
  readonly persistent: boolean
  readonly autostart: boolean
  readonly managedSave: boolean
}

/**
 * Reads one domain anew, whatever was known of it; null when the host has it no longer. Whoever knows how it was called
 * saves a call: libvirt finds it by its UUID, and its XML says what it is called now.
 */
export async function readOneDomain(pool: Pool, host: string, uuid: string, known?: Domain): Promise<VmDraft | null> {
  try {
    const lookUp = async () => (await pool.call('domainLookupByUuid', { uuid })).dom
    const dom = known ?? (await lookUp())
    const [{ xml }, { state, reason }, { persistent }, autostart, managedSave] = await Promise.all([
      pool.call('domainGetXmlDesc', { dom, flags: 0 }),
      pool.call('domainGetState', { dom, flags: 0 }),
      pool.call('domainIsPersistent', { dom }),
      // A transient domain has neither; some drivers answer with an error instead of "no".
      pool.call('domainGetAutostart', { dom }).then(reply => reply.autostart !== 0, no),
      pool.call('domainHasManagedSaveImage', { dom, flags: 0 }).then(reply => reply.result !== 0, no),
    ])
    await takingIn.turn()
    const document = readDomain(xml)
    const { name, id } = document
    const now = known === undefined ? dom : name === null ? await lookUp() : { name, uuid, id: id ?? -1 }
    return draftOf(host, { dom: now, state, reason, persistent: persistent !== 0, autostart, managedSave }, document)
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

const no = () => false

/** Ten thousand of them are in each browser. */
const notesLength = 200

/** A domain that can not be read well still has its name and state, and says what is odd. */
export function draftOf(host: string, facts: DomainFacts, document: DomainDocument): VmDraft {
  const { dom } = facts
  const active = isActive(facts.state, dom.id)
  return {
    id: dom.uuid,
    host,
    name: dom.name,
    title: document.title,
    notes: document.description?.slice(0, notesLength) ?? null,
    ...stateWords(facts.state, facts.reason, facts.managedSave),
    active,
    snapshotHindrance: snapshotHindrance(document, active),
    persistent: facts.persistent,
    autostart: facts.autostart,
    vcpus: document.vcpus ?? 0,
    memoryKiB: document.memoryKiB ?? 0,
    accelerator: acceleratorOf(document),
    displays: document.graphics.map(kindOf),
    oddity: document.oddity,
    dom,
    agent: document.agentConnected,
    os: osOf(document),
    macs: document.nics.flatMap(({ mac }) => mac ?? []),
    networks: [...new Set(document.nics.map(({ source }) => source))],
    diskPaths: document.disks.flatMap(disk => disk.source ?? []),
  }
}

/** VNC that listens nowhere is none that anybody could be shown: libvirt hands it to programs on its own host alone. */
function kindOf({ type, listen }: DomainDocument['graphics'][number]): VmDraft['displays'][number] {
  return type === 'spice' || (type === 'vnc' && listen.kind !== 'none') ? type : 'other'
}

/** "http://debian.org/debian/12" is told as "debian 12". */
function osOf({ osinfo }: DomainDocument): string | null {
  const path = /^https?:\/\/[^/]+\/(.+)$/.exec(osinfo ?? '')?.[1]
  return path?.split('/').slice(-2).join(' ') ?? null
}

function acceleratorOf({ type }: DomainDocument): Vm['accelerator'] {
  return type === 'kvm' ? 'kvm' : type === 'qemu' ? 'tcg' : 'other'
}

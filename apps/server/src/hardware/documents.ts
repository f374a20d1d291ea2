import { DomainXMLFlags } from '@porthole/libvirt'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

/** What a VM has now, and what it starts with next: null where it is off or transient. */
export interface Documents {
  readonly now: string | null
  readonly next: string | null
}

/** Asks without SECURE: no password of a display is read where none is needed. */
export async function documentsOf(link: HostLink, { dom, active, persistent }: VmRecord): Promise<Documents> {
  const read = async (flags: number) => (await link.call('domainGetXmlDesc', { dom, flags })).xml
  const [now, next] = await Promise.all([active ? read(0) : null, persistent ? read(DomainXMLFlags.INACTIVE) : null])
  return { now, next }
}

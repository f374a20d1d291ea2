import { DomainModificationImpact } from '@porthole/libvirt'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

export interface Metadata {
  /** One of DomainMetadataType. */
  readonly type: number
  /** Null takes it away. */
  readonly metadata: string | null
  /** Of an element: the prefix and the namespace that it is found by. */
  readonly key?: string
  readonly uri?: string
}

/**
 * Writes what people say of a VM into its definition and, while it is on, into its live document.
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetMetadata
 */
export async function writeMetadata(
  link: HostLink,
  { dom, active, persistent }: VmRecord,
  { type, metadata, key, uri }: Metadata,
): Promise<void> {
  const { LIVE, CONFIG } = DomainModificationImpact
  const flags = (active ? LIVE : 0) | (persistent ? CONFIG : 0)
  await link.call('domainSetMetadata', { dom, type, metadata, key: key ?? null, uri: uri ?? null, flags })
}

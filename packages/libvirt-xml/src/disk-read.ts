import type { Element } from '@xmldom/xmldom'
import type { Odd } from './document.ts'
import { attribute, child, oneOf } from './element.ts'

const devices = ['disk', 'cdrom', 'floppy', 'lun'] as const

/** A disk of a domain. https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms */
export interface DomainDisk {
  /** The name that orders the guest's disks: vda, sdb. */
  target: string | null
  device: (typeof devices)[number]
  bus: string | null
  /** File, block device, directory, "pool/volume" or "protocol://host/name"; null for an empty drive. */
  source: string | null
  /** libvirt's disk type, such as file, block, network, volume. */
  sourceKind: string | null
  format: string | null
  readonly: boolean
  /** Where a snapshot of it is kept, as its definition says; null leaves that to libvirt. "no" and "manual" leave it out. */
  snapshot: string | null
}

export function readDisk(disk: Element, odd: Odd): DomainDisk {
  const target = child(disk, 'target')
  if (attribute(target, 'dev') === null) odd('A disk has no target.')
  const device = oneOf(attribute(disk, 'device') ?? 'disk', devices, 'The kind of a disk', odd) ?? 'disk'
  const sourceKind = attribute(disk, 'type')
  return {
    target: attribute(target, 'dev'),
    device,
    bus: attribute(target, 'bus'),
    source: sourceOf(child(disk, 'source'), sourceKind),
    sourceKind,
    format: attribute(child(disk, 'driver'), 'type'),
    // A CD is read-only whether or not the XML says so.
    readonly: device === 'cdrom' || child(disk, 'readonly') !== null,
    snapshot: attribute(disk, 'snapshot'),
  }
}

function sourceOf(source: Element | null, kind: string | null): string | null {
  switch (kind) {
    case 'block':
      return attribute(source, 'dev')
    case 'dir':
      return attribute(source, 'dir')
    case 'volume':
      return joined([attribute(source, 'pool'), attribute(source, 'volume')], '/')
    case 'network':
      return networkSource(source)
    case 'nvme':
    case 'vhostuser':
    case 'vhostvdpa':
      return kind
    default:
      return attribute(source, 'file')
  }
}

function networkSource(source: Element | null): string | null {
  const protocol = attribute(source, 'protocol')
  if (protocol === null) return null
  const host = child(source, 'host')
  const name = attribute(host, 'name')
  const address = joined([name?.includes(':') ? `[${name}]` : name, attribute(host, 'port')], ':')
  const place = address ?? attribute(host, 'socket') ?? ''
  return `${protocol}://${[place, attribute(source, 'name')].filter(part => part !== null).join('/')}`
}

function joined(parts: (string | null | undefined)[], by: string): string | null {
  return parts.filter(part => part).join(by) || null
}

import type { Element } from '@xmldom/xmldom'
import { type Odd, readAny } from './document.ts'
import { attribute, child, children, text, wholeNumber } from './element.ts'

/** What a host is and which guests its driver can run. https://libvirt.org/formatcaps.html */
export interface Capabilities {
  hostUuid: string | null
  arch: string | null
  cpuModel: string | null
  numa: NumaCell[]
  /** Security drivers: apparmor, selinux, dac. */
  security: string[]
  /** Null where libvirt does not tell. */
  iommu: boolean | null
  /** The ways in which it takes a migrating guest: tcp, rdma. */
  migration: string[]
  guests: GuestCapability[]
  oddity: string | null
}

interface NumaCell {
  id: number
  memoryKiB: number | null
  cpus: number
}

export interface GuestCapability {
  /** hvm, xen, linux (Xen PV), exe (containers). */
  osType: string | null
  arch: string | null
  emulator: string | null
  /** The ways to run it: qemu, kvm, xen, lxc, test. */
  domainTypes: string[]
  /** Machine names, with their aliases: both pc-q35-7.2 and q35. */
  machines: string[]
}

export function readCapabilities(xml: string): Capabilities {
  return readAny(xml, 'capabilities', (capabilities, odd) => {
    const host = child(capabilities, 'host')
    const iommu = attribute(child(host, 'iommu'), 'support')
    return {
      hostUuid: text(child(host, 'uuid')),
      arch: text(child(host, 'cpu', 'arch')),
      cpuModel: text(child(host, 'cpu', 'model')),
      numa: children(child(host, 'topology', 'cells'), 'cell').map((cell, index) => readCell(cell, index, odd)),
      security: children(host, 'secmodel').flatMap(model => text(child(model, 'model')) ?? []),
      iommu: iommu === null ? null : iommu === 'yes',
      migration: children(child(host, 'migration_features', 'uri_transports')).flatMap(way => text(way) ?? []),
      guests: children(capabilities, 'guest').map(readGuest),
    }
  })
}

function readCell(cell: Element, index: number, odd: Odd): NumaCell {
  const id = wholeNumber(attribute(cell, 'id'), 'The number of a NUMA cell', odd)
  return {
    id: id ?? index,
    // Always in KiB: https://gitlab.com/libvirt/libvirt/-/blob/master/src/conf/capabilities.c
    memoryKiB: wholeNumber(text(child(cell, 'memory')), 'The memory of a NUMA cell', odd),
    cpus: children(child(cell, 'cpus'), 'cpu').length,
  }
}

function readGuest(guest: Element): GuestCapability {
  const arch = child(guest, 'arch')
  return {
    osType: text(child(guest, 'os_type')),
    arch: attribute(arch, 'name'),
    emulator: text(child(arch, 'emulator')),
    domainTypes: children(arch, 'domain').flatMap(domain => attribute(domain, 'type') ?? []),
    machines: children(arch, 'machine').flatMap(machine => text(machine) ?? []),
  }
}

import type { Element } from '@xmldom/xmldom'
import { readAny } from './document.ts'
import { attribute, child, children, text } from './element.ts'

/** What a host is and which guests its driver can run. https://libvirt.org/formatcaps.html */
export interface Capabilities {
  hostUuid: string | null
  arch: string | null
  guests: GuestCapability[]
  oddity: string | null
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
  return readAny(xml, 'capabilities', capabilities => ({
    hostUuid: text(child(capabilities, 'host', 'uuid')),
    arch: text(child(capabilities, 'host', 'cpu', 'arch')),
    guests: children(capabilities, 'guest').map(readGuest),
  }))
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

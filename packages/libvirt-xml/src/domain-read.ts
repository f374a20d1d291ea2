import type { Element } from '@xmldom/xmldom'
import { type DomainDisk, readDisk } from './disk-read.ts'
import { type Odd, readAny } from './document.ts'
import { type DomainClipboard, readClipboard } from './domain-clipboard.ts'
import { attribute, child, children, rawText, text, wholeNumber } from './element.ts'
import { type DomainGraphics, readGraphics } from './graphics-read.ts'
import { type DomainNic, readNic } from './nic-read.ts'
import { sizeInBytes } from './size.ts'

/** What Porthole looks at in a domain's XML. https://libvirt.org/formatdomain.html */
export interface DomainDocument {
  /** The virtualization: kvm, qemu, xen, lxc, test … */
  type: string | null
  /** libvirt's number of it while it is on; the definition of one that is off has none. */
  id: number | null
  name: string | null
  uuid: string | null
  title: string | null
  description: string | null
  /** vCPUs that are plugged in, which can be fewer than the most it may have. */
  vcpus: number | null
  /** The most memory that the guest may use when it boots. */
  memoryKiB: number | null
  arch: string | null
  machine: string | null
  emulator: string | null
  firmware: 'bios' | 'uefi' | 'other'
  /** The file with its UEFI variables. */
  nvram: string | null
  /** Its format; null where the definition leaves it to libvirt, which means raw. */
  nvramFormat: string | null
  os: { type: string | null; kernel: string | null; initrd: string | null; commandLine: string | null }
  disks: DomainDisk[]
  nics: DomainNic[]
  graphics: DomainGraphics[]
  /** The operating system as libosinfo names it, which whoever made the domain wrote down: a URL. */
  osinfo: string | null
  /** The guest agent answers on its channel; only the live document tells. */
  agentConnected: boolean
  clipboard: DomainClipboard
  /** Text consoles: serial ports, and consoles that are not merely another name for one. */
  serials: number
  /** Those of them that libvirt can open, by the name that it gave them: it gives names to running domains alone. */
  terminals: { name: string; kind: 'serial' | 'console'; port: number }[]
  /** What in the document could not be read, in sentences for a person; null when all could. */
  oddity: string | null
}

/** Reads any string: never throws; what can not be read is null or left out, and `oddity` says so. */
export function readDomain(xml: string): DomainDocument {
  return readAny(xml, 'domain', readRoot)
}

function readRoot(domain: Element, odd: Odd): Omit<DomainDocument, 'oddity'> {
  const os = child(domain, 'os')
  const osType = child(os, 'type')
  const devices = child(domain, 'devices')
  const vcpu = child(domain, 'vcpu')
  const bytes = sizeInBytes(child(domain, 'memory'), 'KiB', odd)
  return {
    type: attribute(domain, 'type'),
    id: wholeNumber(attribute(domain, 'id'), 'The id', odd),
    name: readName(domain, odd),
    uuid: readUuid(domain, odd),
    title: text(child(domain, 'title')),
    description: text(child(domain, 'description')),
    vcpus: wholeNumber(attribute(vcpu, 'current') ?? text(vcpu), 'The number of vCPUs', odd),
    memoryKiB: bytes === null ? null : Math.ceil(bytes / 1024),
    arch: attribute(osType, 'arch'),
    machine: attribute(osType, 'machine'),
    emulator: text(child(devices, 'emulator')),
    firmware: firmwareOf(os),
    nvram: text(child(os, 'nvram')) ?? attribute(child(os, 'nvram', 'source'), 'file'),
    nvramFormat: attribute(child(os, 'nvram'), 'format'),
    os: {
      type: text(osType),
      kernel: text(child(os, 'kernel')),
      initrd: text(child(os, 'initrd')),
      commandLine: text(child(os, 'cmdline')),
    },
    disks: children(devices, 'disk').map(disk => readDisk(disk, odd)),
    nics: children(devices, 'interface').map(readNic),
    graphics: children(devices, 'graphics').map(graphics => readGraphics(graphics, odd)),
    osinfo: attribute(child(domain, 'metadata', 'libosinfo:libosinfo', 'libosinfo:os'), 'id'),
    agentConnected: children(devices, 'channel').some(isConnectedAgent),
    clipboard: readClipboard(devices),
    serials: textConsoles(devices).length,
    terminals: textConsoles(devices).flatMap(terminal),
  }
}

function readName(domain: Element, odd: Odd): string | null {
  const name = rawText(child(domain, 'name'))
  if (name === null) odd('The domain has no name.')
  return name
}

function readUuid(domain: Element, odd: Odd): string | null {
  const written = text(child(domain, 'uuid'))
  const digits = written?.toLowerCase().replace(/[-\s]/g, '') ?? ''
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits)
  if (parts) return parts.slice(1).join('-')
  odd(written === null ? 'The domain has no UUID.' : `The UUID can not be read: "${written.slice(0, 40)}".`)
  return null
}

export function firmwareOf(os: Element | null): DomainDocument['firmware'] {
  const chosen = attribute(os, 'firmware')
  if (chosen !== null) return chosen === 'efi' ? 'uefi' : chosen === 'bios' ? 'bios' : 'other'
  const loader = child(os, 'loader')
  if (attribute(loader, 'type') === 'pflash' || /ovmf|aavmf|edk2|efi/i.test(text(loader) ?? '')) return 'uefi'
  const isPc = /^(x86_64|i\d86)$/.test(attribute(child(os, 'type'), 'arch') ?? '')
  return isPc && text(child(os, 'type')) === 'hvm' ? 'bios' : 'other'
}

function isConnectedAgent(channel: Element): boolean {
  const target = child(channel, 'target')
  return attribute(target, 'name') === 'org.qemu.guest_agent.0' && attribute(target, 'state') === 'connected'
}

/** Serial ports, and consoles that are not merely another name for one. */
export function textConsoles(devices: Element | null): Element[] {
  const own = children(devices, 'console').filter(
    console => (attribute(child(console, 'target'), 'type') ?? 'serial') !== 'serial',
  )
  return [...children(devices, 'serial'), ...own]
}

/** libvirt opens pseudo terminals, and nothing that is a file, a socket or a device of the host already. */
function terminal(device: Element): DomainDocument['terminals'] {
  const name = attribute(child(device, 'alias'), 'name')
  if (name === null || attribute(device, 'type') !== 'pty') return []
  const port = Number(attribute(child(device, 'target'), 'port') ?? 0)
  return [{ name, kind: device.tagName === 'serial' ? 'serial' : 'console', port: Number.isInteger(port) ? port : 0 }]
}

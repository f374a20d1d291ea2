import { type Document, type Element, XMLSerializer } from '@xmldom/xmldom'
import { xml as build, type Fragment, toText } from './build.ts'
import { edit, XmlError } from './document.ts'
import { readDomain } from './domain-read.ts'
import { attribute, child, children } from './element.ts'

/** Which device of a domain is meant: a disk or drive by its target, a network interface by its MAC address. */
export type DeviceName = { readonly target: string } | { readonly mac: string }

/** What a disk or a medium is on its host. */
export type DiskSource =
  | { readonly kind: 'file' | 'block'; readonly path: string }
  | { readonly kind: 'volume'; readonly pool: string; readonly volume: string }

/**
 * The XML of one device as the domain's document has it, for libvirt's calls that attach, detach and update; null where
 * there is none. `change` works on it in place: what it does not touch stays, unknown elements included.
 * @throws {XmlError} when the document can not be read
 */
function deviceXml(
  xml: string,
  name: DeviceName,
  change: (device: Element, document: Document) => void,
): string | null {
  let found: string | null = null
  edit(xml, 'domain', (domain, document) => {
    const device = children(child(domain, 'devices')).find(each => isNamed(each, name))
    if (device === undefined) return
    change(device, document)
    found = new XMLSerializer().serializeToString(device).replaceAll('\r', '&#13;')
  })
  return found
}

function isNamed(device: Element, name: DeviceName): boolean {
  return 'mac' in name
    ? device.tagName === 'interface' &&
        attribute(child(device, 'mac'), 'address')?.toLowerCase() === name.mac.toLowerCase()
    : device.tagName === 'disk' && attribute(child(device, 'target'), 'dev') === name.target
}

/** A device as it stands. */
export const deviceOf = (xml: string, name: DeviceName): string | null => deviceXml(xml, name, () => {})

/** A drive with another medium in it, or with none. https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms */
export function withMedium(xml: string, target: string, medium: DiskSource | null): string | null {
  return deviceXml(xml, { target }, (drive, document) => {
    if (!['cdrom', 'floppy'].includes(attribute(drive, 'device') ?? '')) {
      throw new XmlError(`${target} is no drive: what is in it can not be changed.`)
    }
    // What says how the old medium was reached goes with it.
    for (const name of ['source', 'backingStore', 'auth', 'mirror'])
      for (const each of children(drive, name)) drive.removeChild(each)
    drive.setAttribute('type', medium?.kind ?? 'file')
    if (medium === null) return
    child(drive, 'driver')?.setAttribute('type', 'raw')
    const source = document.createElement('source')
    for (const [key, value] of Object.entries(sourceAttributes(medium))) source.setAttribute(key, value)
    drive.insertBefore(source, child(drive, 'target'))
  })
}

function sourceAttributes(source: DiskSource): Record<string, string> {
  if (source.kind === 'volume') return { pool: source.pool, volume: source.volume }
  return source.kind === 'file' ? { file: source.path } : { dev: source.path }
}

export interface NicChange {
  /** The name of a libvirt network. */
  readonly network?: string | undefined
  readonly model?: string | undefined
  readonly link?: 'up' | 'down' | undefined
}

/** A network interface that hangs on something else, is another card, or has its cable pulled. */
export function changedNic(xml: string, mac: string, { network, model, link }: NicChange): string | null {
  return deviceXml(xml, { mac }, (nic, document) => {
    if (network !== undefined && network !== attribute(child(nic, 'source'), 'network')) {
      nic.setAttribute('type', 'network')
      const source = document.createElement('source')
      source.setAttribute('network', network)
      // Ports, port groups and what a switch calls it belong to the network that it hung on.
      const old = [...children(nic, 'source'), ...children(nic, 'virtualport')]
      nic.insertBefore(source, old[0] ?? nic.firstChild)
      for (const each of old) nic.removeChild(each)
    }
    if (model !== undefined) part(nic, 'model', document).setAttribute('type', model)
    if (link !== undefined) part(nic, 'link', document).setAttribute('state', link)
  })
}

function part(of: Element, name: string, document: Document): Element {
  const found = child(of, name)
  if (found !== null) return found
  const made = document.createElement(name)
  of.appendChild(made)
  return made
}

export function newNic({ mac, network, model }: { mac: string; network: string; model: string }): string {
  return toText(build`
<interface type="network">
  <mac address="${mac}"/>
  <source network="${network}"/>
  <model type="${model}"/>
</interface>`)
}

export interface AttachedDisk {
  source: DiskSource
  format: string
  target: string
  bus: DiskBus
  readonly: boolean
}

export function attachedDisk({ source, format, target, bus, readonly }: AttachedDisk): string {
  return toText(build`
<disk type="${source.kind}" device="disk">
  <driver name="qemu" type="${format}"${!readonly && build` discard="unmap"`}/>
  ${sourceXml(source)}
  <target dev="${target}" bus="${bus}"/>
  ${readonly && build`<readonly/>`}
</disk>`)
}

function sourceXml(source: DiskSource): Fragment {
  if (source.kind === 'volume') return build`<source pool="${source.pool}" volume="${source.volume}"/>`
  return source.kind === 'file' ? build`<source file="${source.path}"/>` : build`<source dev="${source.path}"/>`
}

type DiskBus = 'virtio' | 'sata' | 'scsi' | 'usb'

/** The first name on a bus that no disk of these documents has: vdb, sdc. */
export function freeTarget(documents: readonly string[], bus: DiskBus): string {
  const taken = documents.flatMap(xml => readDomain(xml).disks.map(({ target }) => target))
  const prefix = bus === 'virtio' ? 'vd' : 'sd'
  for (let number = 0; ; number++) {
    const name = prefix + letters(number)
    if (!taken.includes(name)) return name
  }
}

/** a to z, then aa, ab: as the kernel counts disks. */
function letters(number: number): string {
  const last = String.fromCharCode(97 + (number % 26))
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last
}

import type { Element } from '@xmldom/xmldom'
import { readDisk } from './disk-read.ts'
import { type Odd, readAny } from './document.ts'
import { firmwareOf, textConsoles } from './domain-read.ts'
import { attribute, child, children, text, wholeNumber } from './element.ts'
import { readGraphics } from './graphics-read.ts'
import { readNic } from './nic-read.ts'
import { sizeInBytes } from './size.ts'

type HardwareKind =
  | 'machine'
  | 'processors'
  | 'memory'
  | 'disk'
  | 'drive'
  | 'nic'
  | 'display'
  | 'video'
  | 'serial'
  | 'channel'
  | 'hostdev'
  | 'other'

/** What is told of devices, by the names that people get to read. Sizes are in KiB. */
type HardwareFact =
  | ('machine' | 'arch' | 'firmware' | 'secureBoot' | 'boot' | 'kernel')
  | ('vcpus' | 'maxVcpus' | 'cpu' | 'sockets' | 'cores' | 'threads')
  | ('memory' | 'maxMemory')
  | ('device' | 'bus' | 'source' | 'format' | 'cache' | 'discard' | 'readonly' | 'shareable' | 'serialNumber' | 'tray')
  | ('model' | 'link' | 'filter' | 'hostDevice' | 'bootOrder')
  | ('type' | 'listen' | 'port' | 'heads' | 'path' | 'state' | 'managed')

type Facts = Partial<Record<HardwareFact, string | number | boolean>>

/** A device of a domain. */
export interface HardwareDevice {
  kind: HardwareKind
  /** Tells it from the others of its kind, in the live document and in the definition alike: a target, a MAC address. */
  key: string
  /** As it is defined: where the live document and the definition differ in these, a change waits for the next start. */
  facts: Facts
  /** What only a running domain has: the port that a display was given. */
  told: Facts
}

/** All devices of a domain, in the order in which a person looks for them. Never throws. */
export function readHardware(xml: string): HardwareDevice[] {
  return readAny(xml, 'domain', (domain, odd) => ({ devices: devicesOf(domain, odd) })).devices
}

type Read = Omit<HardwareDevice, 'kind' | 'key'> & { key: string | null }
type Reader = (device: Element, odd: Odd) => Read

function devicesOf(domain: Element, odd: Odd): HardwareDevice[] {
  const devices = child(domain, 'devices')
  const consoles = textConsoles(devices)
  // A console that is but another name for a serial port is left out.
  const all = children(devices).filter(device => device.tagName !== 'console' || consoles.includes(device))
  const names = new Names()
  const of = (kind: HardwareKind, tags: readonly string[], read: Reader): HardwareDevice[] =>
    all
      .filter(device => tags.includes(device.tagName))
      .map(device => {
        const { key, ...rest } = read(device, odd)
        return { kind, key: names.of(kind, key ?? device.tagName), ...rest }
      })
  const disks = of('disk', ['disk'], diskOf)
  const known = [
    'emulator',
    'disk',
    'interface',
    'graphics',
    'video',
    'serial',
    'parallel',
    'console',
    'channel',
    'hostdev',
  ]
  const others = [...new Set(all.map(({ tagName }) => tagName))].filter(tag => !known.includes(tag))
  return [
    { kind: 'machine', key: 'machine', facts: machineOf(domain), told: {} },
    { kind: 'processors', key: 'processors', facts: processorsOf(domain, odd), told: {} },
    { kind: 'memory', key: 'memory', facts: memoryOf(domain, odd), told: {} },
    ...disks.map(disk => (disk.facts.device === 'cdrom' || disk.facts.device === 'floppy' ? asDrive(disk) : disk)),
    ...of('nic', ['interface'], nicOf),
    ...of('display', ['graphics'], displayOf),
    ...of('video', ['video'], videoOf),
    ...of('serial', ['serial', 'parallel', 'console'], serialOf),
    ...of('channel', ['channel'], channelOf),
    ...of('hostdev', ['hostdev'], hostdevOf),
    ...of('other', others, otherOf),
  ]
}

/** What has no name of its own, or one that is taken, is told apart by its number. */
class Names {
  readonly #taken = new Map<string, number>()

  of(kind: string, name: string): string {
    const number = (this.#taken.get(`${kind} ${name}`) ?? 0) + 1
    this.#taken.set(`${kind} ${name}`, number)
    return number === 1 ? name : `${name} ${number}`
  }
}

const asDrive = (disk: HardwareDevice): HardwareDevice => ({ ...disk, kind: 'drive' })

/** Without what is not said. */
function said(facts: Record<string, string | number | boolean | null | undefined>): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined))
}

const bootOrderOf = (device: Element) => attribute(child(device, 'boot'), 'order')

function machineOf(domain: Element): Facts {
  const os = child(domain, 'os')
  const boot = children(os, 'boot').flatMap(each => attribute(each, 'dev') ?? [])
  return said({
    machine: attribute(child(os, 'type'), 'machine'),
    arch: attribute(child(os, 'type'), 'arch'),
    firmware: firmwareOf(os),
    secureBoot: attribute(child(os, 'loader'), 'secure') === 'yes' || null,
    boot: boot.length > 0 ? boot.join(', ') : null,
    kernel: text(child(os, 'kernel')),
  })
}

function processorsOf(domain: Element, odd: Odd): Facts {
  const vcpu = child(domain, 'vcpu')
  const most = wholeNumber(text(vcpu), 'The number of vCPUs', odd)
  const cpu = child(domain, 'cpu')
  const topology = child(cpu, 'topology')
  const count = (name: string) => wholeNumber(attribute(topology, name), 'The topology', odd)
  return said({
    vcpus: wholeNumber(attribute(vcpu, 'current'), 'The number of vCPUs', odd) ?? most,
    maxVcpus: most,
    cpu: text(child(cpu, 'model')) ?? attribute(cpu, 'mode'),
    sockets: count('sockets'),
    cores: count('cores'),
    threads: count('threads'),
  })
}

function memoryOf(domain: Element, odd: Odd): Facts {
  const kib = (name: string) => {
    const bytes = sizeInBytes(child(domain, name), 'KiB', odd)
    return bytes === null ? null : Math.ceil(bytes / 1024)
  }
  const maxMemory = kib('memory')
  return said({ memory: kib('currentMemory') ?? maxMemory, maxMemory })
}

function diskOf(device: Element, odd: Odd): Read {
  const { target, source, bus, format, readonly, device: kind } = readDisk(device, odd)
  const driver = child(device, 'driver')
  const isDisk = kind !== 'cdrom' && kind !== 'floppy'
  return {
    key: target,
    facts: said({
      source,
      device: kind,
      bus,
      // What is in a drive is raw, or read as if it were.
      format: isDisk ? format : null,
      cache: attribute(driver, 'cache'),
      discard: attribute(driver, 'discard'),
      readonly: (isDisk && readonly) || null,
      shareable: child(device, 'shareable') !== null || null,
      serialNumber: text(child(device, 'serial')),
      bootOrder: bootOrderOf(device),
    }),
    told: said({ tray: attribute(child(device, 'target'), 'tray') }),
  }
}

function nicOf(device: Element): Read {
  const { mac, model, source } = readNic(device)
  return {
    key: mac,
    facts: said({
      source,
      model,
      link: attribute(child(device, 'link'), 'state') ?? 'up',
      filter: attribute(child(device, 'filterref'), 'filter'),
      bootOrder: bootOrderOf(device),
    }),
    told: said({ hostDevice: attribute(child(device, 'target'), 'dev') }),
  }
}

function displayOf(device: Element, odd: Odd): Read {
  const { type, listen, port } = readGraphics(device, odd)
  const chosen = attribute(device, 'autoport') === 'yes'
  return {
    key: type,
    facts: said({
      type,
      // The host fills in its own address where the definition names none.
      listen: listen.kind === 'address' ? (listen.address ?? '127.0.0.1') : (listen.socket ?? listen.kind),
      port: chosen ? null : port,
    }),
    told: said({ port: chosen ? port : null }),
  }
}

function videoOf(device: Element): Read {
  const model = child(device, 'model')
  return {
    key: 'video',
    facts: said({ model: attribute(model, 'type'), heads: attribute(model, 'heads') }),
    told: {},
  }
}

function pathOf(device: Element): string | null {
  const source = child(device, 'source')
  const host = attribute(source, 'host')
  return attribute(source, 'path') ?? (host === null ? null : `${host}:${attribute(source, 'service') ?? ''}`)
}

function serialOf(device: Element): Read {
  const target = child(device, 'target')
  const type = attribute(device, 'type')
  const path = pathOf(device)
  return {
    key: `${device.tagName} ${attribute(target, 'port') ?? '0'}`,
    facts: said({ type, device: attribute(target, 'type'), path: type === 'pty' ? null : path }),
    told: said({ path: type === 'pty' ? path : null }),
  }
}

/** libvirt makes up the socket of a channel when the domain starts. */
function channelOf(device: Element): Read {
  const target = child(device, 'target')
  const name = attribute(target, 'name')
  return {
    key: name,
    facts: said({ type: attribute(device, 'type'), device: attribute(target, 'type') }),
    told: said({ state: attribute(target, 'state'), path: pathOf(device) }),
  }
}

function hostdevOf(device: Element): Read {
  const source = child(device, 'source')
  const type = attribute(device, 'type')
  const ids = ['vendor', 'product'].map(name => attribute(child(source, name), 'id')?.replace(/^0x/, ''))
  const what = ids[0] && ids[1] ? ids.join(':') : addressOf(child(source, 'address') ?? child(source, 'adapter'))
  return {
    key: [type, what].filter(Boolean).join(' ') || null,
    facts: said({ type, managed: attribute(device, 'managed') === 'yes' || null, bootOrder: bootOrderOf(device) }),
    told: {},
  }
}

/** "0000:03:00.0" for PCI; the values one after the other for all else. */
function addressOf(address: Element | null): string {
  const hex = (name: string, digits: number) =>
    Number(attribute(address, name) ?? 0)
      .toString(16)
      .padStart(digits, '0')
  if (attribute(address, 'slot') !== null)
    return `${hex('domain', 4)}:${hex('bus', 2)}:${hex('slot', 2)}.${hex('function', 1)}`
  return Array.from(address?.attributes ?? [], ({ value }) => value).join(':')
}

/** Whatever else there is, by the words that libvirt tells it from its like with. */
function otherOf(device: Element): Read {
  const model = attribute(device, 'model') ?? attribute(child(device, 'model'), 'name')
  const words = [device.tagName, attribute(device, 'type'), attribute(device, 'bus'), model]
  const place = ['source', 'target'].map(end => attribute(child(device, end), 'dir')).filter(Boolean)
  return { key: words.filter(Boolean).join(' '), facts: said({ path: place.join(' → ') || null }), told: {} }
}

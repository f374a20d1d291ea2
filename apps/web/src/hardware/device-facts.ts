import type { HardwareDevice, HardwareFact, HardwareFacts } from '@porthole/contract'
import { sizeOfBytes, sizeOfKiB } from '../texts/format.ts'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'

type Device = Pick<HardwareDevice, 'kind' | 'key' | 'now' | 'next' | 'told'>
type Value = HardwareFacts[HardwareFact]

/** One thing about a device, in words. */
export interface ShownFact {
  readonly name: HardwareFact
  readonly label: string
  readonly value: string
  /** What it is from the next start on, where that is something else. */
  readonly next: string | null
  /** A path, an address: to be read letter by letter. */
  readonly exact: boolean
}

/** How a device stands between what runs and what starts next. */
export type Pending = 'comes' | 'goes' | 'changes' | null

export function pendingOf(
  { now, next }: Device,
  { running, defined }: { running: boolean; defined: boolean },
): Pending {
  if (!running || !defined) return null
  if (now === null) return 'comes'
  if (next === null) return 'goes'
  return namesOf(now, next).some(name => now[name] !== next[name]) ? 'changes' : null
}

const namesOf = (...facts: HardwareFacts[]) => [...new Set(facts.flatMap(Object.keys))] as HardwareFact[]

const exact: readonly HardwareFact[] = ['source', 'path', 'kernel', 'hostDevice', 'serialNumber', 'addresses', 'listen']

/** What there is to say of a device, in the order of the catalogue. */
export function factsOf(device: Device, { running, defined }: { running: boolean; defined: boolean }): ShownFact[] {
  const { now, next, told } = device
  const facts = now ?? next ?? {}
  const then = running && defined && now !== null && next !== null ? next : facts
  const all = { ...facts, ...told }
  // An empty drive says so.
  const names = namesOf(all, then, device.kind === 'drive' ? { source: '' } : {}).filter(
    name => !isPlain(device, name, facts[name], then[name]),
  )
  const order = Object.keys(words.facts)
  return names
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map(name => ({
      name,
      label: labelOf(device, name),
      value: inWords(device, name, all[name]),
      next: name in told || facts[name] === then[name] ? null : inWords(device, name, then[name]),
      exact: exact.includes(name),
    }))
}

/** What goes without saying. */
function isPlain({ kind }: Device, name: HardwareFact, now: Value, then: Value): boolean {
  if (now !== then) return false
  if (kind === 'disk') return name === 'device' && now === 'disk'
  return kind === 'display' && name === 'type'
}

function labelOf({ kind }: Device, name: HardwareFact): string {
  if (name === 'source')
    return kind === 'nic' ? words.connectedTo : kind === 'drive' ? words.medium : words.facts.source
  return words.facts[name]
}

function inWords({ kind }: Device, name: HardwareFact, value: Value): string {
  if (value === undefined) return kind === 'drive' && name === 'source' ? words.empty : words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (name === 'memory' || name === 'maxMemory') return sizeOfKiB(Number(value))
  if (name === 'size') return sizeOfBytes(Number(value))
  if (name === 'firmware') return words.firmwares[String(value)] ?? String(value)
  return String(value)
}

/** Devices that are alike in all that is told of them are shown as one, with their number. */
export function alike<D extends Device>(devices: readonly D[]): { device: D; count: number }[] {
  const found = new Map<string, { device: D; count: number }>()
  for (const device of devices) {
    const { now, next, told } = device
    const key = JSON.stringify([nameOf(device), now, next, told])
    const known = found.get(key)
    found.set(key, { device: known?.device ?? device, count: (known?.count ?? 0) + 1 })
  }
  return [...found.values()]
}

/** Without the number that tells it from its like. */
export const nameOf = ({ key, kind }: Device): string => (kind === 'other' ? key.replace(/ \d+$/, '') : key)

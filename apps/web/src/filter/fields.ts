import type { Vm, VmState } from '@porthole/contract'
import type { VmFigures } from '../api/vm-stats.ts'
import { texts } from '../texts/texts.ts'

/** One VM as a filter sees it. */
export interface Subject {
  readonly vm: Vm
  readonly hostName: string
  /** "lab/builders"; null for none. */
  readonly folder: string | null
  /** As measured last; null while it is off, or nobody has measured it. */
  readonly figures: Pick<VmFigures, 'cpu' | 'usedKiB' | 'disk' | 'net'> | null
}

interface Spec<T> {
  readonly of: (subject: Subject) => T
  /** Shorter or other names that people type. */
  readonly also?: readonly string[]
}
export type Field =
  | ({ readonly kind: 'text' } & Spec<readonly string[]>)
  /** `words` maps what one types to what the VM has. */
  | ({ readonly kind: 'word'; readonly words: ReadonlyMap<string, readonly string[]> } & Spec<readonly string[]>)
  /** Whole addresses, parts of them, and networks such as 10.0.0.0/8. */
  | ({ readonly kind: 'address' } & Spec<readonly string[]>)
  | ({ readonly kind: 'number'; readonly unit: 'count' | 'per cent' | 'size' } & Spec<number | null>)

const same = (words: readonly string[]) => new Map(words.map(word => [word, [word]]))
const yesNo = new Map([
  ['yes', ['true']],
  ['no', ['false']],
])
const states = new Map<string, readonly string[]>([
  ...same(Object.keys(texts.vms.states)),
  ['asleep', ['pm-suspended'] satisfies VmState[]],
  ['on', ['active']],
  ['off', ['inactive']],
])

/** What one can ask of a VM, by the name that one types. */
export const fields: Readonly<Record<string, Field>> = {
  name: { kind: 'text', of: ({ vm }) => (vm.title ? [vm.name, vm.title] : [vm.name]) },
  notes: { kind: 'text', also: ['description'], of: ({ vm }) => (vm.notes ? [vm.notes] : []) },
  state: { kind: 'word', words: states, of: ({ vm }) => [vm.state, vm.active ? 'active' : 'inactive'] },
  host: { kind: 'text', of: ({ hostName }) => [hostName] },
  folder: { kind: 'text', of: ({ folder }) => (folder === null ? [] : [folder]) },
  tag: { kind: 'text', of: ({ vm }) => vm.tags },
  ip: { kind: 'address', also: ['address'], of: ({ vm }) => vm.ips },
  mac: { kind: 'text', of: ({ vm }) => vm.macs },
  os: { kind: 'text', of: ({ vm }) => (vm.os === null ? [] : [vm.os]) },
  disk: { kind: 'text', also: ['volume'], of: ({ vm }) => vm.diskPaths },
  net: { kind: 'text', also: ['network'], of: ({ vm }) => vm.networks },
  owner: { kind: 'text', of: ({ vm }) => (vm.owner === null ? [] : [vm.owner]) },
  snapshot: { kind: 'text', of: ({ vm }) => vm.snapshots },
  snapshots: { kind: 'number', unit: 'count', of: ({ vm }) => vm.snapshots.length },
  uuid: { kind: 'text', also: ['id'], of: ({ vm }) => [vm.id] },
  cpu: { kind: 'number', unit: 'per cent', of: ({ figures }) => figures?.cpu ?? null },
  used: { kind: 'number', unit: 'size', of: ({ figures }) => figures?.usedKiB ?? null },
  io: { kind: 'number', unit: 'size', also: ['diskrate'], of: ({ figures }) => kibOf(figures?.disk) },
  traffic: { kind: 'number', unit: 'size', also: ['netrate'], of: ({ figures }) => kibOf(figures?.net) },
  mem: { kind: 'number', unit: 'size', also: ['memory'], of: ({ vm }) => vm.memoryKiB },
  vcpus: { kind: 'number', unit: 'count', also: ['vcpu'], of: ({ vm }) => vm.vcpus },
  autostart: { kind: 'word', words: yesNo, of: ({ vm }) => [String(vm.autostart)] },
  persistent: { kind: 'word', words: yesNo, of: ({ vm }) => [String(vm.persistent)] },
  accel: {
    kind: 'word',
    words: same(Object.keys(texts.vms.accelerators)),
    also: ['accelerator'],
    of: ({ vm }) => [vm.accelerator],
  },
  display: {
    kind: 'word',
    words: same(['vnc', 'spice', 'other', 'none']),
    of: ({ vm }) => (vm.displays.length > 0 ? vm.displays : ['none']),
  },
}

const kibOf = (bytes: number | null | undefined) => (bytes == null ? null : bytes / 1024)

/** Whether a field can be answered only with figures. */
export const isMeasured = (name: string) => ['cpu', 'used', 'io', 'traffic'].includes(name)

const byAnyName = new Map(
  Object.entries(fields).flatMap(([name, field]) => [name, ...(field.also ?? [])].map(any => [any, { name, field }])),
)

export function fieldNamed(name: string): { name: string; field: Field } | undefined {
  return byAnyName.get(name.toLowerCase())
}

const factors: Record<string, number> = { k: 1, m: 1024, g: 1024 ** 2, t: 1024 ** 3 }

/** The number that somebody typed, in the field's unit, or a sentence that says how to type it. */
export function numberOf(text: string, unit: 'count' | 'per cent' | 'size'): number | { problem: string } {
  const value = Number(text.replace(/[^\d.].*$/s, ''))
  const rest = text.replace(/^[\d.]{1,20}/, '').toLowerCase()
  if (!/^\d/.test(text) || !Number.isFinite(value)) return { problem: texts.filter.notANumber(text) }
  if (unit !== 'size')
    return rest === '' || (rest === '%' && unit === 'per cent') ? value : { problem: texts.filter.notANumber(text) }
  const factor = /^[kmgt](i?b)?$/.test(rest) ? factors[rest.charAt(0)] : undefined
  return factor === undefined ? { problem: texts.filter.noUnit(text) } : value * factor
}

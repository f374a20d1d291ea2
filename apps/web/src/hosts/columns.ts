import type { Subject } from '../filter/fields.ts'

/** Columns that a person may choose and order. The picture leads and the acts end every row. */
export const columnIds = [
  'name',
  'state',
  'host',
  'vcpus',
  'memory',
  'cpu',
  'used',
  'disk',
  'net',
  'ip',
  'os',
  'folder',
  'tags',
  'owner',
  'snapshots',
  'autostart',
  'accelerator',
  'uuid',
] as const
export type ColumnId = (typeof columnIds)[number]

interface Spec {
  /** Pixels; a name takes what is left, and at least this. */
  readonly width: number
  readonly number?: true
  /** It is measured, again and again: a group of figures, or the CPU that comes with all. */
  readonly live?: true
  /** What it is sorted by; without, by name. Null goes last, whichever way it is sorted. */
  readonly by?: (subject: Subject) => string | number | null
}

const order = ['running', 'paused', 'shutting-down', 'pm-suspended', 'crashed', 'saved', 'shut-off', 'unknown']

export const columns: Readonly<Record<ColumnId, Spec>> = {
  name: { width: 160 },
  state: { width: 190, by: ({ vm }) => order.indexOf(vm.state) },
  host: { width: 120, by: ({ hostName }) => hostName },
  vcpus: { width: 72, number: true, by: ({ vm }) => vm.vcpus },
  memory: { width: 96, number: true, by: ({ vm }) => vm.memoryKiB },
  cpu: { width: 122, number: true, live: true, by: ({ figures }) => figures?.cpu ?? null },
  used: { width: 100, number: true, live: true, by: ({ figures }) => figures?.usedKiB ?? null },
  disk: { width: 132, number: true, live: true, by: ({ figures }) => figures?.disk ?? null },
  net: { width: 132, number: true, live: true, by: ({ figures }) => figures?.net ?? null },
  ip: { width: 140, by: ({ vm }) => vm.ips[0] ?? null },
  os: { width: 160, by: ({ vm }) => vm.os },
  folder: { width: 140, by: ({ folder }) => folder },
  tags: { width: 160, by: ({ vm }) => vm.tags.join(' ') || null },
  owner: { width: 120, by: ({ vm }) => vm.owner },
  snapshots: { width: 100, number: true, by: ({ vm }) => vm.snapshots.length },
  autostart: { width: 96, by: ({ vm }) => (vm.autostart ? 0 : 1) },
  accelerator: { width: 120, by: ({ vm }) => vm.accelerator },
  uuid: { width: 290, by: ({ vm }) => vm.id },
}

export const usualColumns: readonly ColumnId[] = ['name', 'state', 'vcpus', 'memory', 'cpu', 'disk', 'net']
/** Beside the chosen ones: the tick, the picture and the acts. */
const frameWidth = 36 + 68 + 148

export const leastWidth = (shown: readonly ColumnId[]) => shown.reduce((sum, id) => sum + columns[id].width, frameWidth)

export interface Sort {
  readonly by: ColumnId
  readonly down: boolean
}
export const byName: Sort = { by: 'name', down: false }

/** As it stands in an address: "cpu", or "-cpu" for the largest first. */
export function readSort(text: string | null): Sort | null {
  const down = text?.startsWith('-') ?? false
  const by = columnIds.find(id => id === (down ? text?.slice(1) : text))
  return by ? { by, down } : null
}

export const writeSort = ({ by, down }: Sort) => (down ? `-${by}` : by)

/** Subjects come by name, which is what equal ones are left in. */
export function sorted(subjects: readonly Subject[], { by, down }: Sort): readonly Subject[] {
  const of = columns[by].by
  if (!of) return down ? subjects.toReversed() : subjects
  const keyed = subjects.map(subject => ({ subject, key: of(subject) }))
  const sign = down ? -1 : 1
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === b) return 0
    if (a === null || b === null) return a === null ? 1 : -1
    return a < b ? -sign : sign
  })
  return keyed.map(({ subject }) => subject)
}

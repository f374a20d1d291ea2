import type { Host, Vm } from '@porthole/contract'
import { keyOf } from '../api/vm-key.ts'
import type { Subject } from '../filter/fields.ts'
import { locale, texts } from '../texts/texts.ts'
import { type Sort, sorted } from './columns.ts'
import type { FiguresOf, FleetHost } from './fleet.ts'
import type { Grouping } from './fleet-view.ts'

/** One row of the table, of whatever kind; `key` stays the same while the row does. */
export type TableItem =
  | { readonly kind: 'vm'; readonly key: string; readonly vm: Vm; readonly group: FleetHost }
  | { readonly kind: 'failure'; readonly key: string; readonly vm: Vm }
  | { readonly kind: 'host' | 'problem'; readonly key: string; readonly group: FleetHost }
  | { readonly kind: 'group'; readonly key: string; readonly title: string; readonly on: number; readonly all: number }
  | { readonly kind: 'nothing'; readonly key: string; readonly host: Host }

/** What a filter left: hosts with their VMs, and all VMs by name. */
export interface Shown {
  readonly hosts: readonly FleetHost[]
  readonly vms: readonly Vm[]
  /** Each folder's name with those it is in, by its id. */
  readonly folders: ReadonlyMap<string, string>
}

interface Wanted {
  readonly sort: Sort
  readonly grouping: Grouping
  readonly figuresOf: FiguresOf
  /** VMs that have a failure to show below them. */
  readonly failures: ReadonlySet<string>
}

/** The table as one flat list of rows, so that only those on the screen need to be drawn. */
export function tableItems(fleet: Shown, { sort, grouping, figuresOf, failures }: Wanted): TableItem[] {
  const items: TableItem[] = []
  const groups = new Map(fleet.hosts.map(group => [group.host.id, group]))
  const add = (vms: readonly Vm[]) => {
    const subjects = vms.map((vm): Subject => {
      const hostName = groups.get(vm.host)?.host.name ?? vm.host
      return { vm, hostName, folder: pathOf(vm, fleet), figures: figuresOf(keyOf(vm)) }
    })
    for (const { vm } of sorted(subjects, sort)) {
      const group = groups.get(vm.host)
      if (!group) continue
      const key = keyOf(vm)
      items.push({ kind: 'vm', key, vm, group })
      if (failures.has(key)) items.push({ kind: 'failure', key: `failure ${key}`, vm })
    }
  }
  const head = (group: FleetHost) => {
    const { id, problem } = group.host
    items.push({ kind: 'host', key: `host ${id}`, group })
    if (problem) items.push({ kind: 'problem', key: `problem ${id}`, group })
  }
  if (grouping !== 'host') for (const group of fleet.hosts) if (group.host.problem) head(group)
  if (grouping === 'none') {
    add(fleet.vms)
    return items
  }
  if (grouping !== 'host') {
    for (const { title, vms } of alike(fleet, grouping)) {
      const on = vms.filter(vm => vm.active).length
      items.push({ kind: 'group', key: `group ${title}`, title, on, all: vms.length })
      add(vms)
    }
    return items
  }
  for (const group of fleet.hosts) {
    head(group)
    add(group.vms)
    if (group.vms.length === 0) items.push({ kind: 'nothing', key: `nothing ${group.host.id}`, host: group.host })
  }
  return items
}

export const pathOf = ({ folder }: Vm, { folders }: Pick<Shown, 'folders'>): string | null =>
  folder === null ? null : (folders.get(folder) ?? null)

const byTitle = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare

/** VMs of one folder, or with the very same tags, under one title; those without come last. */
function alike(fleet: Shown, grouping: 'folder' | 'tag'): { title: string; vms: Vm[] }[] {
  const none = texts.vms.ungrouped[grouping]
  const groups = new Map<string, Vm[]>()
  for (const vm of fleet.vms) {
    const title = (grouping === 'folder' ? pathOf(vm, fleet) : vm.tags.join(' · ')) || none
    const vms = groups.get(title)
    if (vms) vms.push(vm)
    else groups.set(title, [vm])
  }
  return [...groups]
    .map(([title, vms]) => ({ title, vms }))
    .toSorted((a, b) => (a.title === none ? 1 : b.title === none ? -1 : byTitle(a.title, b.title)))
}

import type { Host, Vm } from '@porthole/contract'
import { keyOf } from '../api/vm-key.ts'
import type { Subject } from '../filter/fields.ts'
import { type Sort, sorted } from './columns.ts'
import type { FleetHost } from './fleet.ts'
import type { Grouping } from './fleet-view.ts'

/** One row of the table, of whatever kind; `key` stays the same while the row does. */
export type TableItem =
  | { readonly kind: 'vm'; readonly key: string; readonly vm: Vm; readonly group: FleetHost }
  | { readonly kind: 'failure'; readonly key: string; readonly vm: Vm }
  | { readonly kind: 'host' | 'problem'; readonly key: string; readonly group: FleetHost }
  | { readonly kind: 'nothing'; readonly key: string; readonly host: Host }

/** What a filter left: hosts with their VMs, and all VMs by name. */
export interface Shown {
  readonly hosts: readonly FleetHost[]
  readonly vms: readonly Vm[]
}

interface Wanted {
  readonly sort: Sort
  readonly grouping: Grouping
  readonly cpuOf: (key: string) => number | null
  /** VMs that have a failure to show below them. */
  readonly failures: ReadonlySet<string>
}

/** The table as one flat list of rows, so that only those on the screen need to be drawn. */
export function tableItems(fleet: Shown, { sort, grouping, cpuOf, failures }: Wanted): TableItem[] {
  const items: TableItem[] = []
  const groups = new Map(fleet.hosts.map(group => [group.host.id, group]))
  const add = (vms: readonly Vm[]) => {
    const subjects = vms.map((vm): Subject => {
      const hostName = groups.get(vm.host)?.host.name ?? vm.host
      return { vm, hostName, cpu: sort.by === 'cpu' ? cpuOf(keyOf(vm)) : null }
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
  if (grouping === 'none') {
    for (const group of fleet.hosts) if (group.host.problem) head(group)
    add(fleet.vms)
    return items
  }
  for (const group of fleet.hosts) {
    head(group)
    add(group.vms)
    if (group.vms.length === 0) items.push({ kind: 'nothing', key: `nothing ${group.host.id}`, host: group.host })
  }
  return items
}

import type { VmKey } from '../api/vm-key.ts'

/** What a VM's page shows: its overview, or one of its tabs. */
export type VmPart =
  | ''
  | 'console'
  | 'serial'
  | 'hardware'
  | 'snapshots'
  | 'recordings'
  | 'statistics'
  | 'timeline'
  | 'access'
  | 'xml'

/** The place of a VM, and of one of its pages. The host is named only where another host has the same UUID. */
export function vmPath(vm: VmKey, page: VmPart = '', twins?: ReadonlySet<string>): string {
  const path = `/vms/${vm.id}${page && `/${page}`}`
  return twins?.has(vm.id) ? `${path}?host=${encodeURIComponent(vm.host)}` : path
}

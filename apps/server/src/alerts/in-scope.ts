import type { Scope } from '@porthole/contract'
import type { Placements } from '../access/placements.ts'
import type { NumberedVm } from '../hosts/vm-record.ts'

/** Whether a rule that is about a place is about that VM. */
export function vmInScope(on: Scope, vm: NumberedVm & { readonly host: string }, placements: Placements): boolean {
  switch (on.kind) {
    case 'everything':
      return true
    case 'host':
      return on.host === vm.host
    case 'vm':
      return on.vm === vm.id
    case 'tag':
      return placements.of(vm)?.tags.includes(on.tag) ?? false
    case 'folder':
      return [...placements.upwards(placements.of(vm)?.folder ?? null)].includes(on.folder)
    default:
      return false
  }
}

export const hostInScope = (on: Scope, host: string): boolean =>
  on.kind === 'everything' || (on.kind === 'host' && on.host === host)

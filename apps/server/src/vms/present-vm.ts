import type { Vm } from '@porthole/contract'
import type { Placement } from '../access/placements.ts'
import type { Caller, Core } from '../core.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

/** A VM as the caller may see it, with where it is kept and what they may do with it. */
export function presentVm({ access }: Pick<Core, 'access'>, record: VmRecord, caller: Caller): Vm {
  const { dom: _, agent: __, number: ___, ...vm } = record
  const { folder, tags } = access.placements.of(record) ?? nowhere
  const owner = access.placements.ownerOf(vm.id)
  return { ...vm, folder, tags: [...tags], owner, can: [...caller.may({ vm: record })] }
}

const nowhere: Placement = { folder: null, tags: [] }

import { permissions, type Vm } from '@porthole/contract'
import type { Caller } from '../core.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

/** A VM as the caller may see it, with what they may do with it. */
export function presentVm({ dom: _, diskPaths: __, ...vm }: VmRecord, caller: Caller): Vm {
  const target = { vm: { id: vm.id, host: vm.host } }
  return { ...vm, can: permissions.filter(permission => caller.can(permission, target)) }
}

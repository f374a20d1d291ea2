import type { Vm } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { presentVm } from './present-vm.ts'

/** From memory: no host is asked, so that one which is slow holds up nobody. */
export const listVms: Verb<object, { vms: Vm[] }> = async (core, _, caller) => ({
  vms: [...core.hosts.vms()].filter(vm => caller.can('vm.see', { vm })).map(vm => presentVm(core, vm, caller)),
})

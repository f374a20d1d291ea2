import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { seatOf } from './seat-of.ts'

/** The ticket is good for the session that asked, and names the VM on the host where it is now. */
export const openConsole: Verb<VmName, { ticket: string }> = async (core, input, caller) => {
  const { vm } = core.hosts.findVm(input)
  const { person, session } = seatOf(caller)
  const holder = { person, session, vm: { id: vm.id, host: vm.host } }
  core.tickets.seats.check(holder.person, holder.vm)
  return { ticket: core.tickets.issue(holder) }
}

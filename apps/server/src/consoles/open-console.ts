import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** The ticket is good for the session that asked, and names the VM on the host where it is now. */
export const openConsole: Verb<VmName, { ticket: string }> = async (core, input, caller) => {
  const { vm } = core.hosts.findVm(input)
  if (caller.person === null || caller.sessionId === null) throw new Fault('NOT_SIGNED_IN')
  const holder = { person: caller.person.id, session: caller.sessionId, vm: { id: vm.id, host: vm.host } }
  core.tickets.seats.check(holder.person, holder.vm)
  return { ticket: core.tickets.issue(holder) }
}

import { vmRules } from '@porthole/contract'
import { seatOf } from '../consoles/seat-of.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { callerOfGuest, vmOfGuest } from './guests.ts'

/** As openConsole, for whom a link let in. Nothing is written down before the console opens: nothing has happened. */
export const openGuestConsole: Verb<{ link: string }, { ticket: string }> = async (
  core,
  { link },
  { cookie, from, agent },
) => {
  const guest = await core.guests.whoIs(core, link, cookie)
  const caller = callerOfGuest(core, guest, { from, agent })
  const vm = vmOfGuest(core, guest)
  if (!caller.can('vm.watch', { vm })) throw new Fault('GUEST_LINK_INVALID')
  const why = vmRules.openConsole(vm)
  if (why !== null) throw new Fault('WRONG_STATE', why)
  const { person, session } = seatOf(caller)
  const holder = { person, session, vm: { id: vm.id, host: vm.host } }
  core.tickets.seats.check(holder.person, holder.vm)
  return { ticket: core.tickets.issue(holder) }
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { listSerials } from './list-serials.ts'

interface Wanted extends VmName {
  readonly device: string
  readonly force: boolean
}

/** Opens the line before any browser comes for it: that it is busy is the answer to this request, with a way out. */
export const openSerial: Verb<Wanted, { ticket: string }> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  if (caller.person === null || caller.sessionId === null) throw new Fault('NOT_SIGNED_IN')
  const { device, force } = input
  const target = { id: vm.id, host: vm.host, device }
  if (force && !caller.can('vm.take-console', { vm: target })) {
    throw new Fault('NOT_ALLOWED', undefined, { data: { permission: 'vm.take-console' } })
  }
  const { serials } = await listSerials(core, input, caller)
  if (!serials.some(({ name }) => name === device)) throw new Fault('NOT_FOUND', 'The VM has no such serial console.')
  core.serialTickets.seats.check(caller.person.id, target)
  await core.serials.open(link, vm.dom, target, force)
  return { ticket: core.serialTickets.issue({ person: caller.person.id, session: caller.sessionId, vm: target }) }
}

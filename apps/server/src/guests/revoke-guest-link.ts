import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'

export const revokeGuestLink: Verb<VmName & { link: string }, object> = async (core, input) => {
  const { vm } = core.hosts.findVm(input)
  const { count } = await core.database.guestLink.deleteMany({ where: { id: input.link, vm: vm.id } })
  if (count === 0) throw new Fault('NOT_FOUND', 'This link has expired, or was taken back already.')
  await core.guests.closeEnded(core)
  return {}
}

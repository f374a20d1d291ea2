import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** Only whoever may see all people may name another: nobody learns here who there is. */
export const setVmOwner: Verb<VmName & { person: string | null }, object> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const person = input.person === 'me' ? (caller.person?.id ?? null) : input.person
  if (person !== null && person !== caller.person?.id) {
    if (!caller.can('user.manage')) {
      const message = 'Only an administrator can name somebody else: you can name yourself, or nobody.'
      throw new Fault('NOT_ALLOWED', message, { data: { permission: 'user.manage' } })
    }
    if ((await core.database.user.count({ where: { id: person } })) === 0) {
      const message = 'This person is not there any more: choose another.'
      throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'person', message }] } })
    }
  }
  const { vmOwner } = core.database
  if (person === null) await vmOwner.deleteMany({ where: { vm: vm.id } })
  else {
    const data = { userId: person }
    await vmOwner.upsert({ where: { vm: vm.id }, create: { vm: vm.id, ...data }, update: data })
  }
  await core.access.loadVm(vm.id)
  link.inventory.touch(vm.id)
  return {}
}

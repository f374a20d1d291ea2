import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { checkPlacement } from './new-placement.ts'

export const placeVm: Verb<VmName & { folder: string | null }, object> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const { folder } = input
  if (folder !== null && core.access.placements.folder(folder) === null) {
    const message = 'This folder is not there any more: choose another.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'folder', message }] } })
  }
  checkPlacement(core, vm, { folder, tags: [] }, caller)
  await core.access.kept.place(vm.id, folder)
  await core.access.loadVm(vm.id)
  link.inventory.touch(vm.id)
  return {}
}

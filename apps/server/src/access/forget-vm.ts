import type { Core } from '../core.ts'
import { recordedVm } from '../recordings/must-record.ts'

/** A VM that was deleted leaves its place and what was granted on it: another one with its UUID must not find them. */
export async function forgetVm({ access, database, hosts }: Core, vm: string): Promise<void> {
  // The same VM may be defined on another host too.
  if ([...hosts.vms()].some(({ id }) => id === vm)) return
  const gone = await database.$transaction([
    database.vmPlace.deleteMany({ where: { vm } }),
    database.vmTag.deleteMany({ where: { vm } }),
    database.setting.deleteMany({ where: { name: recordedVm(vm) } }),
    database.vmOwner.deleteMany({ where: { vm } }),
    database.grant.deleteMany({ where: { scope: 'vm', target: vm } }),
  ])
  if (gone.some(({ count }) => count > 0)) await access.load()
}

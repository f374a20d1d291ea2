import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { type Mask, maskOf, namesOf } from './mask.ts'

/**
 * A folder or tag gives others, or oneself, what was granted on it: only who may do all of that with the VM already may
 * put the VM there. Else whoever may change a VM could hand out, or take, what nobody granted.
 * @throws {Fault} NOT_ALLOWED
 */
export function checkPlacement(
  { access }: Pick<Core, 'access'>,
  vm: VmOnHost,
  { folder, tags }: { folder: string | null; tags: readonly string[] },
  caller: Caller,
): void {
  const folders = [...access.placements.upwards(folder)]
  const given = access.grants().reduce<Mask>((mask, { on, role }) => {
    const holds = on.kind === 'folder' ? folders.includes(on.folder) : on.kind === 'tag' && tags.includes(on.tag)
    return holds ? mask | maskOf(access.role(role)?.permissions ?? []) : mask
  }, 0)
  const beyond = namesOf(given).find(permission => permission.startsWith('vm.') && !caller.can(permission, { vm }))
  if (beyond === undefined) return
  throw new Fault(
    'NOT_ALLOWED',
    `People were granted "${beyond}" there, which you lack on this VM: ask an administrator to put it there.`,
    { data: { permission: beyond } },
  )
}

import type { Permission } from '@porthole/contract'
import type { Place } from '../access/reach.ts'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'

/**
 * A disk, ISO or network is somebody's: who gives it to a VM must be allowed to see or, for a disk, to change it.
 * @throws {Fault} NOT_ALLOWED at the field that names it
 */
export function requirePart(caller: Caller, permission: Permission, place: Place, name: string, path: string): void {
  if (caller.can(permission, place)) return
  const message = `You lack the permission "${permission}" for "${name}": choose another, or ask an administrator.`
  throw new Fault('NOT_ALLOWED', message, { data: { permission, issues: [{ path, message }] } })
}

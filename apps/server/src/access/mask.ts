import { type Permission, permissions } from '@porthole/contract'

/** A set of permissions as bits: joining and asking cost one instruction for each of ten thousand VMs. */
export type Mask = number

const bits = new Map<string, Mask>(permissions.map((permission, index) => [permission, 1 << index]))

/** Who controls a console sees it: roles that were made before one could only watch say nothing of watching. */
const contains: Readonly<Record<string, Permission>> = { 'vm.console': 'vm.watch' }

/** Names that this version does not know grant nothing. */
export function maskOf(names: readonly string[]): Mask {
  return names.reduce((mask, name) => mask | (bits.get(name) ?? 0) | (bits.get(contains[name] ?? '') ?? 0), 0)
}

export const has = (mask: Mask, permission: Permission): boolean => (mask & (bits.get(permission) ?? 0)) !== 0

const known = new Map<Mask, readonly Permission[]>()

/** The permissions of a mask; the same array for the same mask, as there are few and they are asked for often. */
export function namesOf(mask: Mask): readonly Permission[] {
  let names = known.get(mask)
  if (names === undefined) {
    names = Object.freeze(permissions.filter(permission => has(mask, permission)))
    known.set(mask, names)
  }
  return names
}

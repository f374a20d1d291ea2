import { Fault } from '../fault.ts'
import type { Access } from './access.ts'

/** @throws {Fault} NAME_TAKEN when another role has that name */
export function freeRoleName(access: Access, name: string, own?: string): void {
  const taken = access.roles().some(role => role.id !== own && role.name.toLowerCase() === name.toLowerCase())
  if (!taken) return
  const message = `There is a role "${name}" already: choose another name.`
  throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
}

/** @throws {Fault} NOT_FOUND where there is no such role, WRONG_STATE for a built-in one */
export function madeRole(access: Access, id: string): void {
  const role = access.role(id)
  if (role === null) throw new Fault('NOT_FOUND', 'There is no such role.')
  if (role.builtIn) throw new Fault('WRONG_STATE', 'The built-in roles stay as they are: make a role of your own.')
}

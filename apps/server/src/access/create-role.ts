import { randomUUID } from 'node:crypto'
import type { Permission } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { freeRoleName } from './role-name.ts'

export const createRole: Verb<{ name: string; permissions: Permission[] }, { id: string }> = async (core, input) => {
  freeRoleName(core.access, input.name)
  const id = randomUUID()
  await core.database.role.create({ data: { id, name: input.name, permissions: input.permissions.join(',') } })
  await core.access.load()
  return { id }
}

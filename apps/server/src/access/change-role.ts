import type { Permission } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { freeRoleName, madeRole } from './role-name.ts'

type Input = { id: string; name: string; permissions: Permission[] }

export const changeRole: Verb<Input, object> = async ({ access, database }, { id, name, permissions }) => {
  madeRole(access, id)
  freeRoleName(access, name, id)
  await database.role.update({ where: { id }, data: { name, permissions: permissions.join(',') } })
  await access.load()
  return {}
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { madeRole } from './role-name.ts'

export const deleteRole: Verb<{ id: string }, object> = async ({ access, database }, { id }) => {
  madeRole(access, id)
  const uses = access.grants().filter(({ role }) => role === id).length
  if (uses > 0) {
    const grants = uses === 1 ? 'One grant gives' : `${uses} grants give`
    throw new Fault('IN_USE', `${grants} this role: take them back first.`)
  }
  await database.role.delete({ where: { id } })
  await access.load()
  return {}
}

import type { Role } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { replaceable } from './last-administrator.ts'

export const changePersonRole: Verb<{ id: string; role: Role }, object> = async (core, { id, role }) => {
  await core.database.$transaction(
    async tables => {
      if (role !== 'administrator') await replaceable(tables, id)
      const { count } = await tables.user.updateMany({ where: { id }, data: { role } })
      if (count === 0) throw new Fault('NOT_FOUND', 'There is no such person.')
    },
    { isolationLevel: 'Serializable' },
  )
  await core.access.load()
  return {}
}

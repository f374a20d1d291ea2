import { roles } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

/** Only built-in roles hold everywhere; a role that was made here is given by a grant. */
export const changePersonRole: Verb<{ id: string; role: string }, object> = async (core, { id, role }) => {
  if (!Object.hasOwn(roles, role)) {
    const message = 'Choose a built-in role; one that was made here is given by a grant.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'role', message }] } })
  }
  await core.database.$transaction(
    async ({ user }) => {
      const person = await user.findUnique({ where: { id } })
      if (person === null) throw new Fault('NOT_FOUND', 'There is no such person.')
      const others = { role: 'administrator', id: { not: id } }
      if (person.role === 'administrator' && role !== 'administrator' && (await user.count({ where: others })) === 0) {
        throw new Fault('WRONG_STATE', 'This is the only administrator: make somebody else one first.')
      }
      await user.update({ where: { id }, data: { role } })
    },
    { isolationLevel: 'Serializable' },
  )
  await core.access.load()
  return {}
}

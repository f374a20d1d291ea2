import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { replaceable } from './last-administrator.ts'

/** Their sessions, accounts, memberships and grants go with them; the audit keeps their address. */
export const removePerson: Verb<{ id: string }, object> = async (core, { id }) => {
  const sessions = await core.database.$transaction(
    async tables => {
      await replaceable(tables, id)
      const sessions = await tables.session.findMany({ where: { userId: id }, select: { id: true } })
      await tables.user.delete({ where: { id } })
      return sessions
    },
    { isolationLevel: 'Serializable' },
  )
  core.auth.recent.forget()
  for (const session of sessions)
    core.sockets.closeSession(session.id, closeCodes.signedOut, 'You can not sign in any more.')
  await core.access.load()
  return {}
}

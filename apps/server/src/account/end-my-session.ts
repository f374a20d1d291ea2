import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

export const endMySession: Verb<{ id: string }, object> = async ({ auth, database, sockets }, { id }, caller) => {
  const { person } = own(caller)
  const { count } = await database.session.deleteMany({ where: { id, userId: person } })
  if (count === 0) throw new Fault('NOT_FOUND', 'This session has ended already.')
  auth.recent.forget()
  sockets.closeSession(id, closeCodes.signedOut, 'The session was ended from another one.')
  return {}
}

import { closeCodes } from '@porthole/contract'
import { refuseGuessable } from '../auth/guessable.ts'
import { hashPassword } from '../auth/password.ts'
import type { Verb } from '../core.ts'
import { own } from './own.ts'
import { proveOwner } from './prove-owner.ts'

/** Whoever knew the old password may have signed in elsewhere: only the session that asks goes on. */
export const changeMyPassword: Verb<{ current: string; password: string }, object> = async (core, input, caller) => {
  const { database, auth, sockets } = core
  const { person, session } = own(caller)
  const account = await proveOwner(core, caller, input.current, 'current')
  refuseGuessable(input.password, [caller.person?.name ?? '', caller.person?.email ?? ''])
  const password = await hashPassword(input.password)
  const others = { userId: person, id: { not: session } }
  const ended = await database.$transaction(async tables => {
    await tables.account.update({ where: { id: account }, data: { password } })
    const ended = await tables.session.findMany({ where: others, select: { id: true } })
    await tables.session.deleteMany({ where: others })
    return ended
  })
  auth.recent.forget()
  for (const { id } of ended) sockets.closeSession(id, closeCodes.signedOut, 'The password was changed.')
  return {}
}

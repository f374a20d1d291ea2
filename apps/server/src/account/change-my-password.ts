import { closeCodes } from '@porthole/contract'
import { refuseGuessable } from '../auth/guessable.ts'
import { hashPassword, verifyPassword } from '../auth/password.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

/** Whoever knew the old password may have signed in elsewhere: only the session that asks goes on. */
export const changeMyPassword: Verb<{ current: string; password: string }, object> = async (core, input, caller) => {
  const { database, auth, sockets } = core
  const { person, session } = own(caller)
  const succeeded = auth.attempts.take(`password of ${person}`)
  const where = { userId: person, providerId: 'credential' }
  const account = await database.account.findFirst({ where })
  const hash = account?.password ?? ''
  if (account === null || !(await verifyPassword({ hash, password: input.current }))) {
    const message = 'This is not your password.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'current', message }] } })
  }
  succeeded()
  refuseGuessable(input.password, [caller.person?.name ?? '', caller.person?.email ?? ''])
  const password = await hashPassword(input.password)
  const others = { userId: person, id: { not: session } }
  const ended = await database.$transaction(async tables => {
    await tables.account.update({ where: { id: account.id }, data: { password } })
    const ended = await tables.session.findMany({ where: others, select: { id: true } })
    await tables.session.deleteMany({ where: others })
    return ended
  })
  auth.recent.forget()
  for (const { id } of ended) sockets.closeSession(id, closeCodes.signedOut, 'The password was changed.')
  return {}
}

import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

export const endMyTwoFactor: Verb<{ password: string }, object> = async ({ auth, sockets }, { password }, caller) => {
  const { person, session } = own(caller)
  const succeeded = auth.attempts.take(`password of ${person}`)
  caller.giveCookies(await auth.twoFactor.end(password, caller.cookie ?? ''))
  succeeded()
  auth.recent.forget()
  sockets.closeSession(session, closeCodes.restarting, 'The session goes on under another name.')
  return {}
}

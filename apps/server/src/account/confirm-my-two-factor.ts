import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

/** The session goes on under another name; sockets of the old one come back by themselves. */
export const confirmMyTwoFactor: Verb<{ code: string }, object> = async ({ auth, sockets }, { code }, caller) => {
  const { person, session } = own(caller)
  const succeeded = auth.attempts.take(`code of ${person}`)
  caller.giveCookies(await auth.twoFactor.confirm(code, caller.cookie ?? ''))
  succeeded()
  auth.recent.forget()
  sockets.closeSession(session, closeCodes.restarting, 'The session goes on under another name.')
  return {}
}

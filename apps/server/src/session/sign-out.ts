import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const signOut: Verb<object, object> = async ({ auth, sockets }, _input, caller) => {
  if (caller.sessionId === null) return {}
  caller.giveCookies(await auth.signOut(caller.sessionId))
  sockets.closeSession(caller.sessionId, closeCodes.signedOut, 'signed out')
  return {}
}

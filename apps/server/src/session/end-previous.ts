import { closeCodes } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'

/** Whoever signs in anew leaves no session behind: the cookie of before opens nothing, whoever else may have it. */
export async function endPrevious({ auth, sockets }: Pick<Core, 'auth' | 'sockets'>, caller: Caller): Promise<void> {
  if (caller.sessionId === null) return
  await auth.signOut(caller.sessionId)
  sockets.closeSession(caller.sessionId, closeCodes.signedOut, 'signed in anew')
}

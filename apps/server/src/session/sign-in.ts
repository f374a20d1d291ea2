import { closeCodes } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

type Input = { email: string; password: string; code?: string | undefined }

/** Attempts are counted by address before (run-capability) and here by person, from wherever they come. */
export const signIn: Verb<Input, object> = async ({ auth, sockets }, input, caller) => {
  const succeeded = auth.attempts.take(`person ${input.email.toLowerCase()}`)
  try {
    caller.giveCookies(await auth.signIn(input.email, input.password, caller, input.code))
  } catch (error) {
    if (error instanceof Fault && error.code === 'CODE_NEEDED') succeeded()
    throw error
  }
  succeeded()
  // The cookie of before opens nothing any more, whoever else may have it.
  if (caller.sessionId !== null) {
    await auth.signOut(caller.sessionId)
    sockets.closeSession(caller.sessionId, closeCodes.signedOut, 'signed in anew')
  }
  return {}
}

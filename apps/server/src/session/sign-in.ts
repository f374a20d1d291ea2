import type { PasskeyProof } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { endPrevious } from './end-previous.ts'

interface Input {
  email: string
  password: string
  code?: string | undefined
  passkey?: PasskeyProof | undefined
}

/** Attempts are counted by address before (run-capability) and here by person, from wherever they come. */
export const signIn: Verb<Input, object> = async (core, input, caller) => {
  const { auth } = core
  const succeeded = auth.attempts.take(`person ${input.email.toLowerCase()}`)
  try {
    caller.giveCookies(await auth.signIn(input.email, input.password, caller, input))
  } catch (error) {
    if (error instanceof Fault && error.code === 'CODE_NEEDED') succeeded()
    throw error
  }
  succeeded()
  await endPrevious(core, caller)
  return {}
}

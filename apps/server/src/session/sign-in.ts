import type { Verb } from '../core.ts'

/** Attempts are counted by address before (run-capability) and here by person, from wherever they come. */
export const signIn: Verb<{ email: string; password: string }, object> = async ({ auth }, input, caller) => {
  const succeeded = auth.attempts.take(`person ${input.email.toLowerCase()}`)
  caller.giveCookies(await auth.signIn(input.email, input.password, caller))
  succeeded()
  return {}
}

import type { PasskeyProof } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { endPrevious } from './end-previous.ts'

type Output = { id: string; name: string }

/** The answer is whom the audit's row is about. */
export const signInByPasskey: Verb<{ proof: PasskeyProof }, Output> = async (core, { proof }, caller) => {
  const { person, cookies } = await core.auth.enter(proof, caller)
  caller.giveCookies(cookies)
  await endPrevious(core, caller)
  return { id: person.id, name: person.email }
}

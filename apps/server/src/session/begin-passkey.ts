import type { PasskeyQuestion } from '@porthole/contract'
import { takeBeginning } from '../auth/attempts.ts'
import type { Verb } from '../core.ts'

export const beginPasskey: Verb<object, PasskeyQuestion> = async ({ auth }, _input, caller) => {
  takeBeginning(auth.attempts, caller.from)
  const { options, cookies } = await auth.passkeys.begin()
  caller.giveCookies(cookies)
  return { options }
}

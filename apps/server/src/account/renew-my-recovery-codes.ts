import type { Verb } from '../core.ts'
import { own } from './own.ts'

type Output = { recoveryCodes: string[] }

export const renewMyRecoveryCodes: Verb<{ password: string }, Output> = async ({ auth }, { password }, caller) => {
  const succeeded = auth.attempts.take(`password of ${own(caller).person}`)
  const recoveryCodes = await auth.twoFactor.renewRecoveryCodes(password, caller.cookie ?? '')
  succeeded()
  return { recoveryCodes }
}

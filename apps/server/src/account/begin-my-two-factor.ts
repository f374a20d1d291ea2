import type { Verb } from '../core.ts'
import { own } from './own.ts'

type Output = { uri: string; recoveryCodes: string[] }

export const beginMyTwoFactor: Verb<{ password: string }, Output> = async ({ auth }, { password }, caller) => {
  const succeeded = auth.attempts.take(`password of ${own(caller).person}`)
  const made = await auth.twoFactor.begin(password, caller.cookie ?? '')
  succeeded()
  return made
}

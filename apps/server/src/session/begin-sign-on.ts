import { takeBeginning } from '../auth/attempts.ts'
import type { Verb } from '../core.ts'

export const beginSignOn: Verb<object, { url: string }> = async ({ auth, signOn }, _input, caller) => {
  takeBeginning(auth.attempts, caller.from)
  const { url, cookies } = await signOn.begin()
  caller.giveCookies(cookies)
  return { url }
}

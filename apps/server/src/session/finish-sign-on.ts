import type { Answer } from '../auth/sign-on.ts'
import type { Verb } from '../core.ts'
import { endPrevious } from './end-previous.ts'

/** The answer is whom the audit's row is about. */
export const finishSignOn: Verb<Answer, { id: string; name: string }> = async (core, answer, caller) => {
  const { person, cookies } = await core.signOn.finish(answer, caller)
  caller.giveCookies(cookies)
  await endPrevious(core, caller)
  const { email } = await core.database.user.findUniqueOrThrow({ where: { id: person }, select: { email: true } })
  return { id: person, name: email }
}

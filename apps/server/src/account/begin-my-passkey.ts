import type { PasskeyQuestion } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { proveOwner } from './prove-owner.ts'

export const beginMyPasskey: Verb<{ password: string }, PasskeyQuestion> = async (core, { password }, caller) => {
  await proveOwner(core, caller, password)
  const { options, cookies } = await core.auth.passkeys.beginNew(caller.cookie ?? '')
  caller.giveCookies(cookies)
  return { options }
}

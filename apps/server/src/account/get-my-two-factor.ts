import type { Verb } from '../core.ts'
import { own } from './own.ts'

export const getMyTwoFactor: Verb<object, { enabled: boolean }> = async ({ database }, _input, caller) => {
  const { twoFactorEnabled } = await database.user.findUniqueOrThrow({ where: { id: own(caller).person } })
  return { enabled: twoFactorEnabled === true }
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

/** The password alone lets them in until they set up something anew; whoever found their device gets in no more. */
export const removeTwoFactor: Verb<{ id: string }, object> = async ({ database }, { id }) => {
  const [, codes, passkeys] = await database.$transaction([
    database.twoFactor.deleteMany({ where: { userId: id } }),
    database.user.updateMany({ where: { id, twoFactorEnabled: true }, data: { twoFactorEnabled: false } }),
    database.passkey.deleteMany({ where: { userId: id } }),
  ])
  if (codes.count + passkeys.count === 0) {
    throw new Fault('NOT_FOUND', 'There is no such person, or they have neither a code nor a passkey.')
  }
  return {}
}

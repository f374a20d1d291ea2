import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

/** The password alone lets them in until they set it up anew. */
export const removeTwoFactor: Verb<{ id: string }, object> = async ({ database }, { id }) => {
  const [, { count }] = await database.$transaction([
    database.twoFactor.deleteMany({ where: { userId: id } }),
    database.user.updateMany({ where: { id, twoFactorEnabled: true }, data: { twoFactorEnabled: false } }),
  ])
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such person, or no code is asked of them.')
  return {}
}

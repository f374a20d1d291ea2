import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

export const renameMyPasskey: Verb<{ id: string; name: string }, object> = async ({ database }, input, caller) => {
  const { id, name } = input
  const { count } = await database.passkey.updateMany({ where: { id, userId: own(caller).person }, data: { name } })
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such passkey any more.')
  return {}
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'
import { proveOwner } from './prove-owner.ts'

type Input = { id: string; password: string }

export const removeMyPasskey: Verb<Input, object> = async (core, { id, password }, caller) => {
  await proveOwner(core, caller, password)
  const { count } = await core.database.passkey.deleteMany({ where: { id, userId: own(caller).person } })
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such passkey any more.')
  return {}
}

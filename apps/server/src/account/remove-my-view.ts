import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

export const removeMyView: Verb<{ id: string }, object> = async ({ database }, { id }, caller) => {
  const { count } = await database.savedView.deleteMany({ where: { id, userId: own(caller).person } })
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such saved view any more.')
  return {}
}

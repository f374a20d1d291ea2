import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

export const deleteGroup: Verb<{ id: string }, object> = async ({ access, database }, { id }) => {
  const { count } = await database.group.deleteMany({ where: { id } })
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such group.')
  await access.load()
  return {}
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

export const deleteGrant: Verb<{ id: string }, object> = async ({ access, database }, { id }) => {
  const { count } = await database.grant.deleteMany({ where: { id } })
  if (count === 0) throw new Fault('NOT_FOUND', 'There is no such grant any more.')
  await access.load()
  return {}
}

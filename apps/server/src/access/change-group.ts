import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { checkGroup, memberRows } from './group-input.ts'

type Input = { id: string; name: string; members: string[] }

export const changeGroup: Verb<Input, object> = async (core, { id, name, members }) => {
  const { access, database } = core
  if (!access.groups().some(group => group.id === id)) throw new Fault('NOT_FOUND', 'There is no such group.')
  await checkGroup(core, { id, name, members })
  const data = { name, members: { deleteMany: {}, create: memberRows(members) } }
  await database.group.update({ where: { id }, data })
  await access.load()
  return {}
}

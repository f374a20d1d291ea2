import { randomUUID } from 'node:crypto'
import type { Verb } from '../core.ts'
import { checkGroup, memberRows } from './group-input.ts'

export const createGroup: Verb<{ name: string; members: string[] }, { id: string }> = async (core, input) => {
  await checkGroup(core, input)
  const id = randomUUID()
  const { name, members } = input
  await core.database.group.create({ data: { id, name, members: { create: memberRows(members) } } })
  await core.access.load()
  return { id }
}

import { randomUUID } from 'node:crypto'
import type { Verb } from '../core.ts'
import { checkFolder } from './folder-input.ts'

type Input = { name: string; parent: string | null }

export const createFolder: Verb<Input, { id: string }> = async (core, { name, parent }) => {
  checkFolder(core, { name, parent })
  const id = randomUUID()
  await core.database.folder.create({ data: { id, name, parentId: parent } })
  await core.access.load()
  return { id }
}

import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { checkFolder } from './folder-input.ts'

type Input = { id: string; name: string; parent: string | null }

export const changeFolder: Verb<Input, object> = async (core, { id, name, parent }) => {
  if (core.access.placements.folder(id) === null) throw new Fault('NOT_FOUND', 'There is no such folder.')
  checkFolder(core, { id, name, parent })
  await core.database.folder.update({ where: { id }, data: { name, parentId: parent } })
  await core.access.load()
  return {}
}

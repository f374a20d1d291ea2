import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

export const deleteFolder: Verb<{ id: string }, object> = async ({ access, database }, { id }) => {
  const { placements } = access
  if (placements.folder(id) === null) throw new Fault('NOT_FOUND', 'There is no such folder.')
  const inside = placements.vmsIn(id).length + placements.folders().filter(({ parent }) => parent === id).length
  if (inside > 0) throw new Fault('IN_USE', 'This folder is not empty: move what is in it first.')
  await database.$transaction([
    database.grant.deleteMany({ where: { scope: 'folder', target: id } }),
    database.folder.delete({ where: { id } }),
  ])
  await access.load()
  return {}
}

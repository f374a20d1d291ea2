import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'

/** @throws {Fault} NAME_TAKEN, or BAD_INPUT where the parent is absent or lies within the folder itself */
export function checkFolder(
  { access }: Pick<Core, 'access'>,
  { id, name, parent }: { id?: string; name: string; parent: string | null },
): void {
  const { placements } = access
  const unusable = (path: string, message: string, code: 'BAD_INPUT' | 'NAME_TAKEN' = 'BAD_INPUT'): Fault =>
    new Fault(code, message, { data: { issues: [{ path, message }] } })
  if (parent !== null && placements.folder(parent) === null) {
    throw unusable('parent', 'The folder that it should go into is not there any more.')
  }
  if (id !== undefined && [...placements.upwards(parent)].includes(id)) {
    throw unusable('parent', 'A folder can not go into itself.')
  }
  const same = (folder: { id: string; name: string; parent: string | null }): boolean =>
    folder.id !== id && folder.parent === parent && folder.name.toLowerCase() === name.toLowerCase()
  if (placements.folders().some(same)) {
    throw unusable('name', `There is a folder "${name}" here already: choose another name.`, 'NAME_TAKEN')
  }
}

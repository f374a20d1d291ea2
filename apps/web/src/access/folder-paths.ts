import type { Folder } from '@porthole/contract'
import { locale } from '../texts/texts.ts'

/** Folders as "lab/builders", in that order. */
export function folderPaths(folders: readonly Folder[]): (Folder & { readonly path: string })[] {
  const byId = new Map(folders.map(folder => [folder.id, folder]))
  const pathOf = ({ name, parent }: Folder, deep = 0): string => {
    const above = parent === null || deep > byId.size ? undefined : byId.get(parent)
    return above ? `${pathOf(above, deep + 1)}/${name}` : name
  }
  return folders
    .map(folder => ({ ...folder, path: pathOf(folder) }))
    .toSorted((a, b) => a.path.localeCompare(b.path, locale, { numeric: true }))
}

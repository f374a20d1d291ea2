import type { Folder } from '@porthole/contract'
import type { Verb } from '../core.ts'

/** A folder's name may tell what somebody works on: only those are listed in which the caller sees something. */
export const listFolders: Verb<object, { folders: Folder[] }> = async ({ access, hosts }, _input, caller) => {
  const { placements } = access
  if (caller.can('vm.see')) return { folders: [...placements.folders()] }
  const seen = new Set<string>()
  const see = (folder: string): void => {
    for (const id of placements.upwards(folder)) seen.add(id)
  }
  for (const vm of hosts.vms()) {
    const folder = placements.of(vm)?.folder ?? null
    if (folder !== null && !seen.has(folder) && caller.can('vm.see', { vm })) see(folder)
  }
  for (const { on } of caller.person?.can.includes('vm.see') ? access.sources(caller.person) : []) {
    if (on.kind === 'folder') see(on.folder)
  }
  return { folders: placements.folders().filter(({ id }) => seen.has(id)) }
}

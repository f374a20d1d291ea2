import type { Caller } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

interface NamedVolume {
  readonly path: string
  readonly vol: { readonly pool: string; readonly name: string }
}

/** How a definition can name a volume: by its path or as "pool/volume". */
export const namesOf = ({ path, vol }: NamedVolume): readonly string[] => [path, `${vol.pool}/${vol.name}`]

/** The VMs of a host whose disks name a volume */
export function diskUsers(link: HostLink, volume: NamedVolume): VmRecord[] {
  const names = namesOf(volume)
  return [...link.inventory.all()].filter(vm => vm.diskPaths.some(path => names.includes(path)))
}

/** "the VM "web-01"" for one that the caller may see, "another VM" where none is. */
export function userInWords(users: readonly VmRecord[], caller: Caller): string {
  const seen = users.find(vm => caller.can('vm.see', { vm }))
  return seen === undefined ? 'another VM' : `the VM "${seen.name}"`
}

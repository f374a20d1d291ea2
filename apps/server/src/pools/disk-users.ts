import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

/** The VMs of a host whose disks name a volume, by its path or as "pool/volume". */
export function diskUsers(link: HostLink, volume: { path: string; vol: { pool: string; name: string } }): VmRecord[] {
  const names = [volume.path, `${volume.vol.pool}/${volume.vol.name}`]
  return [...link.inventory.all()].filter(vm => vm.diskPaths.some(path => names.includes(path)))
}

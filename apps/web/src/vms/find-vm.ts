import type { FleetHost } from '../hosts/fleet.ts'
import type { VmAddress } from './use-vm-address.ts'
import type { ShownVm } from './vm-context.ts'

/** Of two with the same UUID the one on the named host; without a name, the one that is on. */
export function findVm(
  hosts: readonly FleetHost[],
  { id, host }: VmAddress,
  twins: ReadonlySet<string>,
): ShownVm | null {
  const found = hosts.flatMap(group =>
    group.vms
      .filter(vm => vm.id === id && (host === null || vm.host === host))
      .map(vm => ({ vm, host: group.host, staleSince: group.staleSince, twins })),
  )
  return found.find(({ vm }) => vm.active) ?? found[0] ?? null
}

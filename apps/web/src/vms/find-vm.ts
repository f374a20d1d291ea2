import type { FleetHost } from '../hosts/fleet.ts'
import type { VmAddress } from './use-vm-address.ts'
import type { ShownVm } from './vm-context.ts'

/**
 * Of several with the same UUID the one on the named host while it has it, else the one that is most alive: a guest that
 * migrates is on at both hosts and runs at one, and what a lost host said last counts less than what another says now.
 */
export function findVm(
  hosts: readonly FleetHost[],
  { id, host }: VmAddress,
  twins: ReadonlySet<string>,
): ShownVm | null {
  const found = hosts.flatMap(group =>
    group.vms.filter(vm => vm.id === id).map(vm => ({ vm, host: group.host, staleSince: group.staleSince, twins })),
  )
  const named = found.find(({ vm }) => vm.host === host)
  return named ?? found.toSorted((a, b) => life(b) - life(a))[0] ?? null
}

const life = ({ vm, staleSince }: ShownVm): number =>
  (vm.active ? 4 : 0) + (staleSince === null ? 2 : 0) + (vm.state === 'running' ? 1 : 0)

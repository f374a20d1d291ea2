import type { DomainSnapshot } from '@porthole/libvirt'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName, VmRecord } from '../hosts/vm-record.ts'

/** Writing the memory of a large guest, or reading it back, takes its time. */
export const memoryMs = 15 * 60_000

export type SnapshotName = VmName & { readonly name: string }

/** Does something with one snapshot, then reads the VM and its snapshots again: whoever asked finds what became of them. */
export async function actOnSnapshot(
  core: Core,
  input: SnapshotName,
  act: (link: HostLink, snap: DomainSnapshot, vm: VmRecord) => Promise<unknown>,
): Promise<Record<string, never>> {
  const { link, vm } = core.hosts.findVm(input)
  const { snapshots } = await link.snapshots.read(vm.id)
  const snap = snapshots.find(({ name }) => name === input.name)
  if (snap === undefined) {
    throw new Fault(
      'NOT_FOUND',
      `The VM has no snapshot called "${input.name}": it was deleted, or has another name now.`,
    )
  }
  try {
    await act(link, snap, vm)
  } finally {
    await Promise.all([link.refresh(vm.id), link.snapshots.read(vm.id)])
  }
  return {}
}

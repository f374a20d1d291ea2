import type { DeletionPlan } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName, VmRecord } from '../hosts/vm-record.ts'
import { doomedDisks, readDefinition } from './deletion.ts'

export const planVmDeletion: Verb<VmName, DeletionPlan> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const document = await readDefinition(link, vm)
  const [disks, snapshots] = await Promise.all([doomedDisks(link, vm, document, caller), listSnapshots(link, vm)])
  return {
    snapshots,
    savedState: vm.state === 'saved',
    nvram: document.nvram,
    disks: disks.map(({ shown }) => shown),
  }
}

async function listSnapshots(link: HostLink, { dom }: VmRecord): Promise<string[]> {
  try {
    const { snapshots } = await link.call('domainListAllSnapshots', { dom, need_results: 1, flags: 0 })
    return snapshots.map(({ name }) => name).sort()
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_SUPPORTED') return []
    throw error
  }
}

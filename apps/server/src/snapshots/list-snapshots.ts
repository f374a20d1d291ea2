import type { Snapshot } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { readSnapshots } from './read-snapshots.ts'

/** A hypervisor that can take none has none. */
export const listSnapshots: Verb<VmName, { snapshots: Snapshot[] }> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  try {
    return { snapshots: await readSnapshots(link, vm.id) }
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_SUPPORTED') return { snapshots: [] }
    throw error
  }
}

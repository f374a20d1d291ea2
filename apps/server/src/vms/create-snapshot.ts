import { newSnapshot } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** Writing the memory of a large guest takes its time. */
const deadlineMs = 15 * 60_000

export const createSnapshot: Verb<VmName & { name: string; description: string }, object> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { name, description } = input
  await link.snapshots.read(vm.id)
  if (link.inventory.get(vm.id)?.snapshots.includes(name)) {
    const message = `The VM has a snapshot called "${name}" already: choose another name.`
    throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
  }
  const xml_desc = newSnapshot({ name, description })
  await link.call('domainSnapshotCreateXml', { dom: vm.dom, xml_desc, flags: 0 }, { deadlineMs })
  await Promise.all([link.refresh(vm.id), link.snapshots.read(vm.id)])
  return {}
}

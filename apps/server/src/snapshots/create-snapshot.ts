import { newSnapshot } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { memoryMs, type SnapshotName } from './act-on-snapshot.ts'

export const createSnapshot: Verb<SnapshotName & { description: string }, object> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { name, description } = input
  const { snapshots } = await link.snapshots.read(vm.id)
  if (snapshots.some(other => other.name === name)) {
    const message = `The VM has a snapshot called "${name}" already: choose another name.`
    throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
  }
  const xml_desc = newSnapshot({ name, description })
  await link.call('domainSnapshotCreateXml', { dom: vm.dom, xml_desc, flags: 0 }, { deadlineMs: memoryMs })
  await Promise.all([link.refresh(vm.id), link.snapshots.read(vm.id)])
  return {}
}

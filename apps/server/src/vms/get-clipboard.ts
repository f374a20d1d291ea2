import type { ClipboardWay } from '@porthole/contract'
import { readDomain } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** Asked anew each time: an agent comes and goes with the guest's own programs, and libvirt tells nobody of this one. */
export const getClipboard: Verb<VmName, { way: ClipboardWay }> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: 0 })
  return { way: readDomain(xml).clipboard }
}

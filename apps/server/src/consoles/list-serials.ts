import type { Serial } from '@porthole/contract'
import { readDomain } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'

/** Read from the live document: libvirt names devices when a VM starts. */
export const listSerials: Verb<VmName, { serials: Serial[] }> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: 0 })
  return { serials: readDomain(xml).terminals }
}

import type { VmDetails } from '@porthole/contract'
import { readDomain, withoutSecrets } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { presentVm } from './present-vm.ts'

/** Asks for the XML without SECURE; `withoutSecrets` is for drivers that hand out more than they were asked for. */
export const getVm: Verb<VmName, VmDetails> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: 0 })
  const document = readDomain(xml)
  const learnt = link.inventory.learntOf(vm.id)
  return {
    ...presentVm(core, vm, caller),
    addresses: vm.ips.map(ip => ({ ip, source: learnt.ips.get(ip) ?? null })),
    osSource: vm.os === null ? null : learnt.os === null ? 'metadata' : 'agent',
    description: document.description,
    machine: document.machine,
    arch: document.arch,
    firmware: document.firmware,
    disks: document.disks.map(({ target, device, bus, source, format }) => ({
      target: target ?? '',
      device,
      bus,
      source,
      format,
    })),
    nics: document.nics,
    serials: document.serials,
    xml: withoutSecrets(xml),
    stuckInKvm: link.firstPictures.isStuck(vm.id),
  }
}

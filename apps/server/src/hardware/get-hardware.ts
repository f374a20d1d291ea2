import type { Hardware, HardwareDevice } from '@porthole/contract'
import { DomainInterfaceAddressesSource } from '@porthole/libvirt'
import type { Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName, VmRecord } from '../hosts/vm-record.ts'
import { documentsOf } from './documents.ts'
import { pairDevices } from './pair-devices.ts'

export const getHardware: Verb<VmName, Hardware> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const documents = await documentsOf(link, vm)
  const devices = pairDevices(documents)
  await Promise.all([...devices.map(device => addSize(link, vm, device)), addAddresses(link, vm, devices)])
  return { running: documents.now !== null, defined: documents.next !== null, devices }
}

/** What is larger than all that it is given: libvirt knows it of disks that the VM has as it is now. */
async function addSize(link: HostLink, { dom, active }: VmRecord, device: HardwareDevice): Promise<void> {
  const { kind, key, now, next, told } = device
  const source = (active ? now : next)?.source
  if ((kind !== 'disk' && kind !== 'drive') || source === undefined) return
  const info = await link.call('domainGetBlockInfo', { dom, path: key, flags: 0 }).catch(() => null)
  if (info !== null && info.capacity > 0) told.size = Number(info.capacity)
}

/** By what libvirt's networks have leased; those that a guest tells itself are of its only interface, where it has but one. */
async function addAddresses(link: HostLink, { dom, active, ips }: VmRecord, devices: HardwareDevice[]): Promise<void> {
  const nics = devices.filter(({ kind, now }) => kind === 'nic' && now !== null)
  if (!active || nics.length === 0) return
  const [only] = nics
  if (nics.length === 1 && only && ips.length > 0) {
    only.told.addresses = ips.join(', ')
    return
  }
  const source = DomainInterfaceAddressesSource.LEASE
  const told = await link.call('domainInterfaceAddresses', { dom, source, flags: 0 }).catch(() => null)
  for (const nic of nics) {
    const found = told?.ifaces.filter(({ hwaddr }) => hwaddr?.toLowerCase() === nic.key).flatMap(({ addrs }) => addrs)
    if (found && found.length > 0) nic.told.addresses = found.map(({ addr }) => addr).join(', ')
  }
}

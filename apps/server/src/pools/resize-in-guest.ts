import { DomainBlockResizeFlags } from '@porthole/libvirt'
import { readDomain } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { namesOf } from './disk-users.ts'
import { writingMs } from './make-volume.ts'
import type { FoundVolume } from './read-volumes.ts'
import { inUse } from './volume-by-name.ts'

/**
 * Makes the disk of a VM that is on larger, by its QEMU; gives a sentence that says when its guest sees that. It changes
 * the VM as well as the pool, and asks for both permissions.
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainBlockResize
 */
export async function resizeInGuest(
  link: HostLink,
  volume: FoundVolume,
  running: readonly VmRecord[],
  capacity: number,
  caller: Caller,
): Promise<string> {
  const [vm] = running
  // Two that write to one disk would each have to be told, and neither knows of the other.
  if (vm === undefined || running.length > 1 || !caller.can('vm.see', { vm })) throw inUse(link)
  if (!caller.can('vm.change', { vm })) {
    const message = `The volume is a disk of the VM "${vm.name}", which is on: you lack the permission "vm.change" on it.`
    throw new Fault('NOT_ALLOWED', message, { data: { permission: 'vm.change' } })
  }
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: 0 })
  const names = namesOf(volume)
  const disk = readDomain(xml).disks.find(({ source }) => source !== null && names.includes(source))
  if (!disk?.target || disk.readonly || disk.sourceKind === 'block') throw inUse(link)
  await link.call(
    'domainBlockResize',
    { dom: vm.dom, disk: disk.target, size: BigInt(capacity), flags: DomainBlockResizeFlags.BYTES },
    { deadlineMs: writingMs },
  )
  return disk.bus === 'virtio' || disk.bus === 'scsi'
    ? `The guest of "${vm.name}" is told at once; its partitions and file systems are its own to make larger.`
    : `The guest of "${vm.name}" sees it once it has looked at the disk ${disk.target} anew, or after its next start.`
}

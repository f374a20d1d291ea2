import type { Vm } from '@porthole/contract'
import type { DomainDocument } from '@porthole/libvirt-xml'

const qemu: ReadonlySet<string | null> = new Set(['qemu', 'kvm', 'hvf'])
const without: ReadonlySet<string | null> = new Set(['lxc', 'xen', 'bhyve'])

/**
 * Why libvirt would refuse a snapshot of the domain as it is now: disks and, while it is on, memory, all of it inside
 * the qcow2 files of its disks. https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/qemu/qemu_snapshot.c (qemuSnapshotPrepare)
 */
export function snapshotHindrance(
  { type, disks, nvram, nvramFormat }: Pick<DomainDocument, 'type' | 'disks' | 'nvram' | 'nvramFormat'>,
  active: boolean,
): Vm['snapshotHindrance'] {
  if (without.has(type)) return 'driver'
  if (!qemu.has(type)) return null
  const written = disks.filter(({ source, readonly }) => source !== null && !readonly)
  const outside = written.filter(({ snapshot }) => snapshot === 'external')
  const inside = written.filter(({ snapshot }) => snapshot === null || snapshot === 'internal')
  if (inside.some(({ format }) => format !== null && format !== 'qcow2')) return 'format'
  if (inside.length + outside.length === 0) return 'no-disk'
  if (inside.length === 0) return active ? 'left-out' : null
  if (inside.length < written.length) return 'left-out'
  return active && nvram !== null && nvramFormat !== 'qcow2' ? 'firmware' : null
}

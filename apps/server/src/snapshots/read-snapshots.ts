import type { Snapshot, VmState } from '@porthole/contract'
import type { DomainSnapshot } from '@porthole/libvirt'
import { readSnapshot, type SnapshotDocument } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** What each snapshot of a VM is, oldest first. One that goes meanwhile is passed over. */
export async function readSnapshots(link: HostLink, id: string): Promise<Snapshot[]> {
  const { snapshots, current } = await link.snapshots.read(id)
  const queue = snapshots.values()
  const found: Snapshot[] = []
  const work = async () => {
    for (const snap of queue) {
      const document = await readOne(link, snap)
      if (document !== null) found.push(present(link, snap.name, document, current))
    }
  }
  // As many as the connection sends at a time.
  await Promise.all([0, 1, 2, 3].map(work))
  return found.sort((a, b) => (a.takenAt ?? '').localeCompare(b.takenAt ?? '') || a.name.localeCompare(b.name))
}

async function readOne(link: HostLink, snap: DomainSnapshot): Promise<SnapshotDocument | null> {
  try {
    return readSnapshot((await link.call('domainSnapshotGetXmlDesc', { snap, flags: 0 })).xml)
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/snapshot_conf.c (virDomainSnapshotState) */
const states: Readonly<Record<string, Snapshot['state']>> = {
  running: 'running',
  blocked: 'running',
  paused: 'paused',
  shutdown: 'shutting-down',
  shutoff: 'shut-off',
  crashed: 'crashed',
  pmsuspended: 'pm-suspended',
  'disk-snapshot': 'disks',
} satisfies Record<string, VmState | 'disks'>

function present(link: HostLink, name: string, document: SnapshotDocument, current: string | null): Snapshot {
  const { description, creationTime, state, parent, memory, external } = document
  return {
    name,
    description,
    takenAt: creationTime === null ? null : new Date(creationTime * 1000).toISOString(),
    state: states[state ?? ''] ?? 'unknown',
    memory,
    parent,
    current: name === current,
    hindrance: external ? outsideHindrance(link.snapshot().node?.libvirtVersion ?? '') : null,
  }
}

/** libvirt brings back what lies outside the disks' own files since 9.9.0: https://libvirt.org/news.html#v9-9-0-2023-11-01 */
function outsideHindrance(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 9 || (major === 9 && minor >= 9)) return null
  return `It lies outside the disks’ own files, and libvirt ${version} brings none of these back: 9.9 and newer do.`
}

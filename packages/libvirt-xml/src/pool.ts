import { type Fragment, toText, xml } from './build.ts'
import { readAny } from './document.ts'
import { attribute, child, rawText, text } from './element.ts'
import { sizeInBytes } from './size.ts'

/** A storage pool. https://libvirt.org/formatstorage.html#storage-pool-xml */
export interface PoolDocument {
  /** dir, fs, netfs, logical, rbd … */
  type: string | null
  name: string | null
  uuid: string | null
  /** Where its volumes appear on the host; null for pools without a path. */
  path: string | null
  /** What it is made of: another host, a device or an iSCSI target, a folder there, or an LVM volume group. */
  source: Readonly<Record<'host' | 'device' | 'dir' | 'name', string | null>>
  /** Bytes. */
  capacity: number | null
  allocation: number | null
  available: number | null
  oddity: string | null
}

export function readPool(xml: string): PoolDocument {
  return readAny(xml, 'pool', (pool, odd) => ({
    type: attribute(pool, 'type'),
    name: rawText(child(pool, 'name')),
    uuid: text(child(pool, 'uuid')),
    path: rawText(child(pool, 'target', 'path')),
    source: {
      host: attribute(child(pool, 'source', 'host'), 'name'),
      device: attribute(child(pool, 'source', 'device'), 'path'),
      dir: attribute(child(pool, 'source', 'dir'), 'path'),
      name: rawText(child(pool, 'source', 'name')),
    },
    capacity: sizeInBytes(child(pool, 'capacity'), 'bytes', odd),
    allocation: sizeInBytes(child(pool, 'allocation'), 'bytes', odd),
    available: sizeInBytes(child(pool, 'available'), 'bytes', odd),
  }))
}

/** A pool by its kind: a folder, a file system, an NFS export, an LVM volume group, an iSCSI target. */
export type NewPool = { name: string } & (
  | { kind: 'dir'; path: string }
  | { kind: 'fs'; device: string; path: string }
  | { kind: 'netfs'; host: string; dir: string; path: string }
  | { kind: 'logical'; group: string }
  | { kind: 'iscsi'; host: string; target: string }
)

export function newPool(spec: NewPool): string {
  const { source, path } = placeOf(spec)
  return toText(xml`
<pool type="${spec.kind}">
  <name>${spec.name}</name>
  ${source && xml`<source>${source}</source>`}
  <target><path>${path}</path></target>
</pool>`)
}

function placeOf(spec: NewPool): { source?: Fragment; path: string } {
  switch (spec.kind) {
    case 'dir':
      return { path: spec.path }
    case 'fs':
      return { source: xml`<device path="${spec.device}"/>`, path: spec.path }
    case 'netfs':
      return { source: xml`<host name="${spec.host}"/><dir path="${spec.dir}"/><format type="nfs"/>`, path: spec.path }
    case 'logical':
      return { source: xml`<name>${spec.group}</name><format type="lvm2"/>`, path: `/dev/${spec.group}` }
    case 'iscsi':
      // Names under which a LUN stays the same: https://libvirt.org/storage.html#iscsi-pool
      return { source: xml`<host name="${spec.host}"/><device path="${spec.target}"/>`, path: '/dev/disk/by-path' }
  }
}

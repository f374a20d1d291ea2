import { toText, xml } from './build.ts'
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
    capacity: sizeInBytes(child(pool, 'capacity'), 'bytes', odd),
    allocation: sizeInBytes(child(pool, 'allocation'), 'bytes', odd),
    available: sizeInBytes(child(pool, 'available'), 'bytes', odd),
  }))
}

/** A pool that is a folder of the host. */
export function newDirPool(spec: { name: string; path: string }): string {
  return toText(xml`
<pool type="dir">
  <name>${spec.name}</name>
  <target><path>${spec.path}</path></target>
</pool>`)
}

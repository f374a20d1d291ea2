import { toText, xml } from './build.ts'
import { readAny } from './document.ts'
import { attribute, child, rawText } from './element.ts'
import { sizeInBytes } from './size.ts'

/** A volume of a storage pool. https://libvirt.org/formatstorage.html#storage-volume-xml */
export interface VolumeDocument {
  /** file, block, dir, network … */
  type: string | null
  name: string | null
  path: string | null
  format: string | null
  /** Bytes that the guest sees. */
  capacity: number | null
  /** Bytes that it takes on the host now. */
  allocation: number | null
  /** The file that it is an overlay of. */
  backing: string | null
  oddity: string | null
}

export function readVolume(xml: string): VolumeDocument {
  return readAny(xml, 'volume', (volume, odd) => ({
    type: attribute(volume, 'type'),
    name: rawText(child(volume, 'name')),
    path: rawText(child(volume, 'target', 'path')),
    format: attribute(child(volume, 'target', 'format'), 'type'),
    capacity: sizeInBytes(child(volume, 'capacity'), 'bytes', odd),
    allocation: sizeInBytes(child(volume, 'allocation'), 'bytes', odd),
    backing: rawText(child(volume, 'backingStore', 'path')),
  }))
}

export interface NewVolume {
  name: string
  /** Bytes. */
  capacity: number
  format?: 'qcow2' | 'raw'
}

/** A volume that takes room on the host only as it is written to. */
export function newVolume(spec: NewVolume): string {
  return toText(xml`
<volume>
  <name>${spec.name}</name>
  <allocation unit="bytes">0</allocation>
  <capacity unit="bytes">${spec.capacity}</capacity>
  <target><format type="${spec.format ?? 'qcow2'}"/></target>
</volume>`)
}

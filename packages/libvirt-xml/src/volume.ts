import { Fragment, toText, xml } from './build.ts'
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
  /** Bytes that it takes on the host from the beginning; without it, only as it is written to. */
  allocation?: number
  /** What it is an overlay of. The format is always said: nobody must guess one from what a guest wrote. */
  backing?: { path: string; format: string }
}

/** Left alone, libvirt makes the qcow2 of 2010, which knows no zero clusters and can't grow once it has a snapshot. */
export function newVolume({ name, capacity, format = 'qcow2', allocation = 0, backing }: NewVolume): string {
  return toText(xml`
<volume>
  <name>${name}</name>
  <allocation unit="bytes">${allocation}</allocation>
  <capacity unit="bytes">${capacity}</capacity>
  <target>
    <format type="${format}"/>
    ${format === 'qcow2' && new Fragment('<compat>1.1</compat>')}
  </target>
  ${backing && xml`<backingStore><path>${backing.path}</path><format type="${backing.format}"/></backingStore>`}
</volume>`)
}

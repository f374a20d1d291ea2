import type { DiskSource } from '@porthole/libvirt-xml'
import type { FoundVolume } from '../pools/read-volumes.ts'

/** How a definition names a volume: by its path, or by its pool where it has none that QEMU could open. */
export function sourceOf({ vol, path, document: { type } }: FoundVolume): DiskSource {
  if (type === 'block') return { kind: 'block', path }
  return type === 'file' || type === null
    ? { kind: 'file', path }
    : { kind: 'volume', pool: vol.pool, volume: vol.name }
}

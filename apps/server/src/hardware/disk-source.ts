import type { DiskSource } from '@porthole/libvirt-xml'
import type { FoundVolume } from '../pools/read-volumes.ts'

/** How a definition names a volume: by its path, or by its pool where it has none that QEMU could open. */
export function sourceOf({ vol, path, document: { type } }: FoundVolume): DiskSource {
  if (type === 'block') return { kind: 'block', path }
  return type === 'file' || type === null
    ? { kind: 'file', path }
    : { kind: 'volume', pool: vol.pool, volume: vol.name }
}

/** What QEMU is to take it for, as it must not guess that from what a guest wrote: bytes, where libvirt tells what is in them. */
export function diskFormat({ document: { type, format } }: FoundVolume): string {
  const isBytes = type === 'block' || format === null || ['iso', 'unknown', 'auto', 'none'].includes(format)
  return isBytes ? 'raw' : format
}

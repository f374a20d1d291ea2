import type { StoragePool, StorageVol } from '@porthole/libvirt'
import { readVolume, type VolumeDocument } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

export interface FoundVolume {
  readonly vol: StorageVol
  readonly path: string
  readonly document: VolumeDocument
}

/** Every volume of a pool, as of the pool's last refresh. One that goes meanwhile is passed over. */
export async function readVolumes(link: HostLink, pool: StoragePool): Promise<FoundVolume[]> {
  const { vols } = await link.call('storagePoolListAllVolumes', { pool, need_results: 1, flags: 0 })
  const queue = vols.values()
  const found: FoundVolume[] = []
  // Four at once, as many as the connection sends: waiting in its queue would count against each call's deadline.
  await Promise.all([0, 1, 2, 3].map(() => work()))
  return found.sort((a, b) => a.vol.name.localeCompare(b.vol.name))

  async function work(): Promise<void> {
    for (const vol of queue) {
      const volume = await readOneVolume(link, vol)
      if (volume !== null) found.push(volume)
    }
  }
}

/** Null when it is gone. */
export async function readOneVolume(link: HostLink, vol: StorageVol): Promise<FoundVolume | null> {
  try {
    const { xml } = await link.call('storageVolGetXmlDesc', { vol, flags: 0 })
    const document = readVolume(xml)
    return { vol, path: document.path ?? vol.key, document }
  } catch (error) {
    if (error instanceof Fault && (error.code === 'NOT_FOUND' || error.code === 'MEDIA_MISSING')) return null
    throw error
  }
}

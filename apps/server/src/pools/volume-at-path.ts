import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { type FoundVolume, readOneVolume } from './read-volumes.ts'

/** The volume that a path of the host is; null where it lies in no storage pool that is on. */
export async function volumeAtPath(link: HostLink, path: string): Promise<FoundVolume | null> {
  try {
    return await readOneVolume(link, (await link.call('storageVolLookupByPath', { path })).vol)
  } catch (error) {
    if (error instanceof Fault && error.data?.libvirt !== undefined) return null
    throw error
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { newPool } from '@porthole/libvirt-xml'
import type { HostLink } from '../src/hosts/host-link.ts'
import { guestName } from './guest.ts'

export interface TempPool {
  readonly name: string
  readonly folder: string
  /** Takes it away with all that lies in it. */
  remove(): Promise<void>
}

/** A storage pool that is on, in a folder of its own. */
export async function tempPool(link: HostLink): Promise<TempPool> {
  const name = guestName('pool')
  const folder = mkdtempSync('/var/tmp/porthole-pool-')
  // QEMU runs as a user of its own.
  chmodSync(folder, 0o755)
  const xml = newPool({ name, kind: 'dir', path: folder })
  const { pool } = await link.call('storagePoolDefineXml', { xml, flags: 0 })
  await link.call('storagePoolCreate', { pool, flags: 0 })
  return {
    name,
    folder,
    async remove() {
      await link.call('storagePoolDestroy', { pool })
      await link.call('storagePoolUndefine', { pool })
      rmSync(folder, { recursive: true })
    },
  }
}

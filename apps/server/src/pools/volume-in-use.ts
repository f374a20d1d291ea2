import { DomainXMLFlags, type StoragePool } from '@porthole/libvirt'
import { readDomain } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { diskUsers, namesOf, userInWords } from './disk-users.ts'
import { type FoundVolume, readVolumes } from './read-volumes.ts'

/** virConnectListAllStoragePoolsFlags */
const ACTIVE = 2

/**
 * Why a volume must stay, apart from one VM; null where nothing needs it. Named is only what the caller may see: that there
 * is something keeps it all the same.
 */
export async function volumeInUse(
  link: HostLink,
  volume: FoundVolume,
  caller: Caller,
  apartFrom?: string,
): Promise<string | null> {
  const others = diskUsers(link, volume).filter(({ id }) => id !== apartFrom)
  if (others.length > 0)
    return `It is a disk of ${userInWords(others, caller)}${apartFrom === undefined ? '' : ' too'}.`
  const next = (await usersAtNextStart(link, volume)).filter(({ id }) => id !== apartFrom)
  if (next.length > 0) return `It is a disk of ${userInWords(next, caller)} from its next start on.`
  const { pools } = await link.call('connectListAllStoragePools', { need_results: 1, flags: ACTIVE })
  for (const pool of pools) {
    const overlay = (await volumesOf(link, pool)).find(({ document }) => document.backing === volume.path)
    if (overlay === undefined) continue
    const seesPool = caller.can('storage.see', { pool: { host: link.id, name: pool.name } })
    return seesPool ? `The volume "${overlay.vol.name}" is built on it.` : 'Another volume is built on it.'
  }
  return null
}

/** A pool that is in disorder must not keep those of others. */
const volumesOf = (link: HostLink, pool: StoragePool) => readVolumes(link, pool).catch(() => [])

/** Those that run without it, and are defined with it: the list knows of a running VM only what it has now. */
async function usersAtNextStart(link: HostLink, volume: FoundVolume): Promise<VmRecord[]> {
  const names = namesOf(volume)
  const queue = [...link.inventory.all()].filter(({ active, persistent }) => active && persistent).values()
  const found: VmRecord[] = []
  await Promise.all([0, 1, 2, 3].map(() => work()))
  return found

  async function work(): Promise<void> {
    for (const vm of queue) {
      const flags = DomainXMLFlags.INACTIVE
      const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags }).catch(() => ({ xml: '' }))
      // Few are worth the reading.
      if (!xml.includes(volume.vol.name) && !/[<>&'"]/.test(volume.vol.name)) continue
      if (readDomain(xml).disks.some(({ source }) => source !== null && names.includes(source))) found.push(vm)
    }
  }
}

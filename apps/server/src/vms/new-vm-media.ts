import type { NewVm } from '@porthole/contract'
import type { StoragePool, StorageVol } from '@porthole/libvirt'
import { newVolume } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { diskUsers, userInWords } from '../pools/disk-users.ts'
import { freshenPool } from '../pools/freshen-pool.ts'
import { presentPool } from '../pools/list-pools.ts'
import { activePool } from '../pools/pool-by-name.ts'
import { type FoundVolume, readOneVolume } from '../pools/read-volumes.ts'

type Disk = NewVm['disk']

interface VolumeName {
  readonly pool: string
  readonly volume: string
}

/** The path of an ISO that is there now. */
export async function isoPath(link: HostLink, name: VolumeName): Promise<string> {
  return (await presentVolume(link, name, 'boot.volume')).path
}

/** A volume as the disk of one VM: two writers on one disk destroy what is on it. */
export async function existingDisk(
  link: HostLink,
  name: VolumeName,
  caller: Caller,
): Promise<{ path: string; format: string }> {
  const volume = await presentVolume(link, name, 'disk.volume')
  const users = diskUsers(link, volume)
  if (users.length > 0) {
    const user = userInWords(users, caller)
    throw new Fault('IN_USE', `The volume "${name.volume}" is a disk of ${user}: choose another.`)
  }
  // The format is always said: QEMU must not guess one from what a guest wrote into the file.
  return { path: volume.path, format: volume.document.format ?? 'raw' }
}

/** Makes a qcow2 volume named after the VM. */
export async function newDisk(
  link: HostLink,
  { pool: poolName, sizeGiB }: Disk & { kind: 'new' },
  vmName: string,
): Promise<{ vol: StorageVol; path: string; format: string }> {
  const pool = await activePool(link, poolName)
  const { formats, type } = await presentPool(link, pool)
  if (!formats.includes('qcow2')) {
    throw new Fault(
      'NOT_SUPPORTED',
      `The storage pool "${poolName}" (${type}) can not hold a qcow2 file: choose another.`,
    )
  }
  const name = await freeName(link, pool, vmName)
  const xml = newVolume({ name, capacity: Math.round(sizeGiB * 2 ** 30), format: 'qcow2' })
  const { vol } = await link.call('storageVolCreateXml', { pool, xml, flags: 0 }, { deadlineMs: 120_000 })
  const { name: path } = await link.call('storageVolGetPath', { vol })
  return { vol, path, format: 'qcow2' }
}

/** "vm.qcow2", or "vm-2.qcow2" where a disk that outlived its VM has that name. */
async function freeName(link: HostLink, pool: StoragePool, vmName: string): Promise<string> {
  const { vols } = await link.call('storagePoolListAllVolumes', { pool, need_results: 1, flags: 0 })
  const taken = new Set(vols.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${vmName}.qcow2` : `${vmName}-${number}.qcow2`
    if (!taken.has(name)) return name
  }
}

/** Looks again after a refresh of the pool, both for a file that is new and for one that is gone. */
async function presentVolume(
  link: HostLink,
  { pool: poolName, volume }: VolumeName,
  field: string,
): Promise<FoundVolume> {
  const pool = await activePool(link, poolName)
  await freshenPool(link, pool)
  const found = await link.call('storageVolLookupByName', { pool, name: volume }).then(
    ({ vol }) => readOneVolume(link, vol),
    error => {
      if (error instanceof Fault && error.code === 'NOT_FOUND') return null
      throw error
    },
  )
  if (found !== null) return found
  const message = `"${volume}" is not in the storage pool "${poolName}" any more: choose another or put it back.`
  throw new Fault('MEDIA_MISSING', message, { data: { issues: [{ path: field, message }] } })
}

import type { NewVm } from '@porthole/contract'
import type { StoragePool } from '@porthole/libvirt'
import { newVolume } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import { diskFormat } from '../hardware/disk-source.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { freshenPool } from '../pools/freshen-pool.ts'
import { presentPool } from '../pools/list-pools.ts'
import { isIso } from '../pools/list-volumes.ts'
import { requireOwnChain } from '../pools/own-chain.ts'
import { activePool } from '../pools/pool-by-name.ts'
import { type FoundVolume, readOneVolume } from '../pools/read-volumes.ts'
import { volumeInUse } from '../pools/volume-in-use.ts'

type Disk = NewVm['disk']

interface VolumeName {
  readonly pool: string
  readonly volume: string
}

/** An ISO that is there now. A disk is none: whoever may but see a pool must not read what VMs write to it. */
export async function isoVolume(link: HostLink, name: VolumeName, field: string): Promise<FoundVolume> {
  const found = await presentVolume(link, name, field)
  if (isIso(found)) return found
  const message = `"${name.volume}" is no ISO image: choose another.`
  throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: field, message }] } })
}

/** A volume as the disk of one VM: two writers on one disk, or one below an overlay, destroy what is on it. */
export async function existingDisk(link: HostLink, name: VolumeName, caller: Caller): Promise<FoundVolume> {
  const volume = await presentVolume(link, name, 'disk.volume')
  const why = await volumeInUse(link, volume, caller)
  if (why !== null) throw new Fault('IN_USE', `The volume "${name.volume}" can not be used. ${why} Choose another.`)
  const format = diskFormat(volume)
  if (format !== 'qcow2' && format !== 'raw') {
    const message = `A ${format} image can name other files of the host: make a qcow2 of it by qemu-img convert -O qcow2 OLD NEW.qcow2.`
    throw new Fault('NOT_SUPPORTED', message, { data: { issues: [{ path: 'disk.volume', message }] } })
  }
  await requireOwnChain(link, volume, caller)
  return volume
}

/** Makes a qcow2 volume named after the VM. */
export async function newDisk(
  link: HostLink,
  { pool: poolName, sizeGiB }: Disk & { kind: 'new' },
  vmName: string,
): Promise<FoundVolume> {
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
  const made = await readOneVolume(link, vol)
  if (made === null) throw new Fault('MEDIA_MISSING', `The volume "${name}" was gone as soon as it was made.`)
  return made
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

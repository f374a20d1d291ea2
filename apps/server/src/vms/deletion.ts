import type { DeletionPlan } from '@porthole/contract'
import { DomainXMLFlags, type StorageVol } from '@porthole/libvirt'
import { type DomainDisk, type DomainDocument, readDomain } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { type FoundVolume, readOneVolume } from '../pools/read-volumes.ts'
import { volumeInUse } from '../pools/volume-in-use.ts'

/** A disk of the plan and, where it is one, the volume to delete. */
export interface DoomedDisk {
  readonly shown: DeletionPlan['disks'][number]
  readonly vol: StorageVol | null
}

/** The definition that would be deleted: not the live document, whose disks can be others. */
export async function readDefinition(link: HostLink, vm: VmRecord): Promise<DomainDocument> {
  const flags = vm.persistent ? DomainXMLFlags.INACTIVE : 0
  return readDomain((await link.call('domainGetXmlDesc', { dom: vm.dom, flags })).xml)
}

/** Each disk with a source, and why it stays where it can not go with the VM. */
export function doomedDisks(
  link: HostLink,
  vm: VmRecord,
  document: DomainDocument,
  caller: Caller,
): Promise<DoomedDisk[]> {
  const disks = document.disks.filter(disk => disk.source !== null)
  return Promise.all(disks.map(disk => judge(link, vm, disk, caller)))
}

async function judge(link: HostLink, vm: VmRecord, disk: DomainDisk, caller: Caller): Promise<DoomedDisk> {
  const source = disk.source ?? ''
  const volume = await findVolume(link, disk, source)
  const stays = staysByItself(disk, volume) ?? (volume && (await volumeInUse(link, volume, caller, vm.id)))
  const shown = {
    target: disk.target ?? '',
    path: volume?.path ?? source,
    pool: volume?.vol.pool ?? null,
    allocation: volume?.document.allocation ?? null,
    stays,
  }
  return { shown, vol: volume?.vol ?? null }
}

function staysByItself(disk: DomainDisk, volume: FoundVolume | null): string | null {
  if (disk.device === 'cdrom' || disk.device === 'floppy') return 'It is a medium in a drive, not a disk of the VM.'
  if (disk.readonly) return 'The VM may only read it.'
  if (volume === null) return 'It lies in no storage pool of this host that is on.'
  return null
}

async function findVolume(link: HostLink, disk: DomainDisk, source: string): Promise<FoundVolume | null> {
  try {
    const { vol } = await (disk.sourceKind === 'volume'
      ? lookUpIn(link, source)
      : link.call('storageVolLookupByPath', { path: source }))
    return await readOneVolume(link, vol)
  } catch (error) {
    // Whatever libvirt says against it, it is no volume that could be deleted; a host that is away is told.
    if (error instanceof Fault && error.data?.libvirt !== undefined) return null
    throw error
  }
}

/** libvirt's pool names hold no slash, so the first one parts pool and volume. */
async function lookUpIn(link: HostLink, source: string): Promise<{ vol: StorageVol }> {
  const slash = source.indexOf('/')
  const { pool } = await link.call('storagePoolLookupByName', { name: source.slice(0, slash) })
  return link.call('storageVolLookupByName', { pool, name: source.slice(slash + 1) })
}

import { type PoolDocument, readPool } from '@porthole/libvirt-xml'
import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'

/** Neither the name nor the place of a new pool is that of another. @throws {Fault} NAME_TAKEN at the field */
export async function requireFreePlace(link: HostLink, wanted: PoolDocument, caller: Caller): Promise<void> {
  const refuse = (path: string, message: string) =>
    new Fault('NAME_TAKEN', message, { data: { issues: [{ path, message }] } })
  const { pools } = await link.call('connectListAllStoragePools', { need_results: 1, flags: 0 })
  if (pools.some(({ name }) => name === wanted.name)) {
    throw refuse('pool', `This host has a storage pool "${wanted.name}" already: choose another name.`)
  }
  for (const pool of pools) {
    const { xml } = await link.call('storagePoolGetXmlDesc', { pool, flags: 0 })
    const field = sharedBy(wanted, readPool(xml))
    if (field === null) continue
    const seen = caller.can('storage.see', { pool: { host: link.id, name: pool.name } })
    const whose = seen ? `the storage pool "${pool.name}"` : 'another storage pool'
    throw refuse(`source.${field}`, `That is where ${whose} of this host lies: choose another place, or use that pool.`)
  }
}

/** The field of the new one that names the place of the other; null where they lie apart. */
function sharedBy(wanted: PoolDocument, other: PoolDocument): string | null {
  if (hasFolder(wanted) && trimmed(wanted.path) === trimmed(other.path)) return 'path'
  const { host, device, dir, name } = wanted.source
  const key = ({ type, source }: PoolDocument) =>
    JSON.stringify([type, source.host, source.device, source.dir, source.name])
  const hasSource = [host, device, dir, name].some(part => part !== null)
  if (!hasSource || key(wanted) !== key(other)) return null
  if (wanted.type === 'logical') return 'group'
  if (wanted.type === 'iscsi') return 'target'
  return wanted.type === 'netfs' ? 'dir' : 'device'
}

const hasFolder = ({ type }: PoolDocument) => type === 'dir' || type === 'fs' || type === 'netfs'
const trimmed = (path: string | null) => path?.replace(/(.)\/+$/, '$1') ?? null

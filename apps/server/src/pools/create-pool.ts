import { isAmongImages, type NewPool } from '@porthole/contract'
import type { StoragePool } from '@porthole/libvirt'
import { newPool, readPool } from '@porthole/libvirt-xml'
import type { Caller, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { mountingMs } from './act-on-pool.ts'
import { askPool, isFolderMissing, type NamedPool } from './pool-fault.ts'
import { requireFreePlace } from './pool-places.ts'

/** Nothing is left of a pool that can not be started: neither its definition nor the folder that was made for it. */
export const createPool: Verb<NewPool, object> = async (core, input, caller) => {
  const { pool: name, source, autostart } = input
  const link = core.hosts.link(input.host)
  requireReach(input, caller)
  const xml = newPool({ name, ...source })
  const document = readPool(xml)
  await requireFreePlace(link, document, caller)
  const about = { name, type: source.kind, path: document.path }
  const { pool } = await askPool(about, () => link.call('storagePoolDefineXml', { xml, flags: 0 }))
  try {
    await begin(link, pool, about, input)
    if (autostart) await link.call('storagePoolSetAutostart', { pool, autostart: 1 })
  } catch (error) {
    await link.call('storagePoolDestroy', { pool }).catch(() => {})
    await link.call('storagePoolUndefine', { pool }).catch(() => {})
    throw error
  }
  return {}
}

/** Whoever makes a pool reads and writes what lies there, as root of the host; or has the host mount what others say. */
function requireReach({ host, source }: NewPool, caller: Caller): void {
  const permission = 'host.manage'
  if (caller.can(permission, { host }) || (source.kind === 'dir' && isAmongImages(source.path))) return
  const message = `You lack the permission "${permission}" here, so the pool must be a folder below /var/lib/libvirt/images.`
  throw new Fault('NOT_ALLOWED', message, { data: { permission, issues: [{ path: 'source.path', message }] } })
}

async function begin(link: HostLink, pool: StoragePool, about: NamedPool, { start, source }: NewPool): Promise<void> {
  const create = () => link.call('storagePoolCreate', { pool, flags: 0 }, { deadlineMs: mountingMs })
  // Of the other kinds it would format what is there.
  const build = () =>
    source.kind === 'logical' || source.kind === 'iscsi' ? null : link.call('storagePoolBuild', { pool, flags: 0 })
  await askPool(about, async () => {
    if (!start) return build()
    try {
      await create()
    } catch (error) {
      if (!isFolderMissing(error)) throw error
      await build()
      await create().catch(async error => {
        await link.call('storagePoolDelete', { pool, flags: 0 }).catch(() => {})
        throw error
      })
    }
  })
}

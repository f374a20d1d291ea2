import { randomUUID } from 'node:crypto'
import type { NewVolume } from '@porthole/contract'
import { type StoragePool, StorageVolCreateFlags } from '@porthole/libvirt'
import { newVolume } from '@porthole/libvirt-xml'
import type { Caller, LongVerb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { UnderWay } from '../under-way.ts'
import { diskUsers, userInWords } from './disk-users.ts'
import { presentPool } from './list-pools.ts'
import { makeVolume, requireFreeName, requireRoom, writingMs } from './make-volume.ts'
import { runningPool, volumeByName } from './volume-by-name.ts'

/** Checks first, then makes it as a job: what is preallocated takes as long as the store needs. */
export const createVolume: LongVerb<NewVolume, { job: string }> = async (core, input, caller) => {
  const { name, format, capacity, allocation } = input
  const link = core.hosts.link(input.host)
  const pool = await runningPool(link, input.pool)
  await requireFormat(link, pool, input)
  await requireFreeName(link, pool, name)
  const backing = await backingOf(link, input, caller)
  const total = allocation === 'full' ? capacity : 0
  await requireRoom(link, pool, total, 'capacity')
  const xml = newVolume({ name, format, capacity, allocation: total, ...(backing && { backing }) })
  // qemu-img prepares a qcow2 only when told to, up to what the document says is to be taken.
  const prepared = format === 'qcow2' && allocation !== 'sparse'
  const flags = prepared ? StorageVolCreateFlags.PREALLOC_METADATA : 0
  const about = { id: randomUUID(), host: link.id, pool: pool.name, name }
  const { id: job, end } = await core.jobs.begin('createVolume', about, caller, progress =>
    makeVolume(
      link,
      {
        pool,
        name,
        total,
        make: () => link.call('storageVolCreateXml', { pool, xml, flags }, { deadlineMs: writingMs }),
      },
      progress,
    ),
  )
  return new UnderWay({ job }, end)
}

async function requireFormat(link: HostLink, pool: StoragePool, { format }: NewVolume): Promise<void> {
  const { formats, type } = await presentPool(link, pool)
  if (formats.length === 0) throw new Fault('NOT_SUPPORTED', `No volume can be made in a pool of the type ${type}.`)
  if (formats.includes(format)) return
  const message = `The storage pool "${pool.name}" (${type}) can not hold a ${format} volume.`
  throw new Fault('NOT_SUPPORTED', message, { data: { issues: [{ path: 'format', message }] } })
}

/** Its path comes from libvirt's own list, never from who asks: an overlay must not open any file of the host. */
async function backingOf(link: HostLink, { backing, capacity }: NewVolume, caller: Caller) {
  if (backing === null) return null
  const refuse = (code: 'NOT_FOUND' | 'BAD_INPUT' | 'IN_USE', message: string) =>
    new Fault(code, message, { data: { issues: [{ path: 'backing', message }] } })
  const place = { pool: { host: link.id, name: backing.pool } }
  if (!caller.can('storage.see', place)) {
    throw refuse('NOT_FOUND', 'There is no such storage pool, or you may not see it.')
  }
  // As for a disk that is there already: who reads the overlay reads what lies below.
  const permission = 'storage.manage'
  if (!caller.can(permission, place)) {
    const message = `You lack the permission "${permission}" for "${backing.pool}": choose another, or ask an administrator.`
    throw new Fault('NOT_ALLOWED', message, { data: { permission, issues: [{ path: 'backing', message }] } })
  }
  const below = await volumeByName(link, await runningPool(link, backing.pool), backing.volume)
  const users = diskUsers(link, below)
  if (users.length > 0) {
    throw refuse('IN_USE', `It is a disk of ${userInWords(users, caller)}: an overlay breaks once that writes to it.`)
  }
  const { path, document } = below
  if (capacity < (document.capacity ?? 0)) {
    throw refuse('BAD_INPUT', 'An overlay must be at least as large as what it is built on.')
  }
  return { path, format: document.format ?? 'raw' }
}

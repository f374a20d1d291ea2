import { randomUUID } from 'node:crypto'
import { newVolume } from '@porthole/libvirt-xml'
import type { LongVerb } from '../core.ts'
import { Fault } from '../fault.ts'
import { UnderWay } from '../under-way.ts'
import { diskUsers } from './disk-users.ts'
import { presentPool } from './list-pools.ts'
import { makeVolume, requireFreeName, requireRoom, writingMs } from './make-volume.ts'
import { requireIdle, runningPool, volumeByName } from './volume-by-name.ts'

type Input = { host: string; pool: string; volume: string; name: string }

/** Copies a volume within its pool, whole: an overlay becomes one that stands alone. */
export const cloneVolume: LongVerb<Input, { job: string }> = async (core, input, caller) => {
  const { name } = input
  const link = core.hosts.link(input.host)
  const pool = await runningPool(link, input.pool)
  const source = await volumeByName(link, pool, input.volume)
  requireIdle(link, diskUsers(link, source))
  await requireFreeName(link, pool, name)
  const { formats, type } = await presentPool(link, pool)
  const format = formats.find(format => format === source.document.format) ?? (formats.includes('raw') ? 'raw' : null)
  if (format === null) throw new Fault('NOT_SUPPORTED', `No volume can be made in a pool of the type ${type}.`)
  const { capacity, allocation } = source.document
  const total = allocation ?? 0
  await requireRoom(link, pool, total, 'name')
  const xml = newVolume({ name, format, capacity: capacity ?? 0 })
  const make = () =>
    link.call('storageVolCreateXmlFrom', { pool, xml, clonevol: source.vol, flags: 0 }, { deadlineMs: writingMs })
  const about = { id: randomUUID(), host: link.id, pool: pool.name, name }
  const { id: job, end } = await core.jobs.begin('cloneVolume', about, caller, progress =>
    makeVolume(link, { pool, name, total, make }, progress),
  )
  return new UnderWay({ job }, end)
}

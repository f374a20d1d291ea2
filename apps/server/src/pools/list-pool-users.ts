import type { Caller, Verb } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import type { PoolName } from './act-on-pool.ts'
import { namesOf } from './disk-users.ts'
import { presentPool } from './list-pools.ts'
import { poolByName } from './pool-by-name.ts'
import { readVolumes } from './read-volumes.ts'

interface PoolUsers {
  vms: { name: string; active: boolean }[]
  others: number
}

export const listPoolUsers: Verb<PoolName, PoolUsers> = async (core, input, caller: Caller) => {
  const link = core.hosts.link(input.host)
  const users = await poolUsers(link, input.pool)
  const seen = users.filter(vm => caller.can('vm.see', { vm }))
  const vms = seen
    .map(({ name, active }) => ({ name, active }))
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name))
  return { vms, others: users.length - seen.length }
}

/** All that lies below the path of such a pool is its own; the devices below that of others may be anybody's. */
const hasPathAlone: ReadonlySet<string> = new Set(['dir', 'fs', 'netfs', 'vstorage', 'logical'])

async function poolUsers(link: HostLink, name: string): Promise<VmRecord[]> {
  const pool = await poolByName(link, name)
  const { type, path, active } = await presentPool(link, pool)
  const alone = hasPathAlone.has(type) && path !== null
  const within = [`${name}/`, ...(alone ? [`${path.replace(/\/+$/, '')}/`] : [])]
  const volumes = active && !alone ? await readVolumes(link, pool) : []
  const names = new Set(volumes.flatMap(namesOf))
  const isIn = (disk: string) => names.has(disk) || within.some(start => disk.startsWith(start))
  return [...link.inventory.all()].filter(vm => vm.diskPaths.some(isIn))
}

import type { Volume } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { diskUsers } from './disk-users.ts'
import { freshenOldPool } from './freshen-pool.ts'
import { poolByName } from './pool-by-name.ts'
import { type FoundVolume, readVolumes } from './read-volumes.ts'

export const listVolumes: Verb<{ host: string; pool: string }, { volumes: Volume[] }> = async (core, input, caller) => {
  const link = core.hosts.link(input.host)
  const pool = await poolByName(link, input.pool)
  const { active } = await link.call('storagePoolIsActive', { pool })
  if (active === 0) throw new Fault('WRONG_STATE', `The storage pool "${pool.name}" is off: start it first.`)
  await freshenOldPool(link, pool)
  const volumes = await readVolumes(link, pool)
  return { volumes: volumes.map(volume => present(link, volume)) }

  function present(link: HostLink, volume: FoundVolume): Volume {
    const { name, format, capacity, allocation, backing } = volume.document
    const users = diskUsers(link, volume).filter(({ id, host }) => caller.can('vm.see', { vm: { id, host } }))
    return {
      name: name ?? volume.vol.name,
      path: volume.path,
      format,
      capacity: capacity ?? 0,
      allocation: allocation ?? 0,
      iso: isIso(volume),
      backing,
      usedBy: users.map(vm => vm.name),
    }
  }
}

/** libvirt calls an ISO "iso" or, where it did not look inside, "raw". */
export function isIso({ vol, document }: FoundVolume): boolean {
  return document.format === 'iso' || /\.iso$/i.test(vol.name)
}

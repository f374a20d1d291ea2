import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { diskUsers, userInWords } from './disk-users.ts'
import type { FoundVolume } from './read-volumes.ts'
import { volumeAtPath } from './volume-at-path.ts'

/**
 * Who reads an overlay reads what lies below, and what that is stands in the volume itself: a guest that once had it as a
 * raw disk can have written anything there, and libvirt believes it.
 * @throws {Fault} where something below is not the caller's to use
 */
export async function requireOwnChain(link: HostLink, volume: FoundVolume, caller: Caller): Promise<void> {
  if (caller.can('host.manage', { host: link.id })) return
  const refuse = (code: 'NOT_ALLOWED' | 'IN_USE', why: string) =>
    new Fault(code, `The volume "${volume.vol.name}" ${why}: choose another, or ask an administrator.`)
  const seen = new Set<string>()
  for (let { backing } = volume.document; backing !== null; ) {
    const below = seen.has(backing) ? null : await volumeAtPath(link, backing)
    seen.add(backing)
    const pool = below && { pool: { host: link.id, name: below.vol.pool } }
    if (below === null || pool === null || !caller.can('storage.manage', pool)) {
      throw refuse('NOT_ALLOWED', 'is built on a file that is in no storage pool of yours')
    }
    const users = diskUsers(link, below)
    if (users.length > 0) throw refuse('IN_USE', `is built on a disk of ${userInWords(users, caller)}`)
    backing = below.document.backing
  }
}

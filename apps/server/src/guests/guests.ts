import { closeCodes, type Permission, type Role, roleNames } from '@porthole/contract'
import { has } from '../access/mask.ts'
import type { Place } from '../access/reach.ts'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { digestOf } from '../link-digest.ts'
import { OpenSockets } from '../open-sockets.ts'
import { readGuestCookie } from './guest-cookie.ts'

/** Who has come by a link, and what that link is worth. */
export interface Guest {
  readonly visit: string
  readonly link: string
  /** What they say to be called. */
  readonly name: string
  readonly vm: { readonly id: string; readonly host: string }
  readonly control: boolean
  readonly expiresAt: Date
  /** Who made the link. */
  readonly maker: { readonly id: string; readonly role: Role }
}

type Peer = Pick<Caller, 'from' | 'agent'>
type Parts = Pick<Core, 'config' | 'database' | 'access' | 'hosts'>

/** The guests of this installation, and the consoles that they have open at this server. */
export class Guests {
  /** By visit. */
  readonly sockets = new OpenSockets()

  /** The guest whose cookie came with a request. @throws {Fault} GUEST_LINK_INVALID */
  async whoIs(core: Parts, link: string, cookie: string | undefined): Promise<Guest> {
    const secret = readGuestCookie(core.config, link, cookie)
    const visit = secret === null ? null : await find(core, digestOf(secret))
    if (visit?.linkId !== link || visit.link.expiresAt <= new Date()) throw new Fault('GUEST_LINK_INVALID')
    const { vm, host, control, expiresAt, user } = visit.link
    const role = roleNames.find(known => known === user.role) ?? ('none' satisfies Role)
    const maker = { id: user.id, role }
    return { visit: visit.id, link, name: visit.name, vm: { id: vm, host }, control, expiresAt, maker }
  }

  isHere(visit: string): boolean {
    return this.sockets.sessions().includes(visit)
  }

  /** Closes what guests have open by links that have ended, whichever server of the same database ended them. */
  async closeEnded({ database }: Pick<Core, 'database'>): Promise<void> {
    const open = this.sockets.sessions()
    if (open.length === 0) return
    const alive = await database.guestVisit.findMany({
      where: { id: { in: open }, link: { expiresAt: { gt: new Date() } } },
      select: { id: true },
    })
    const ids = new Set(alive.map(({ id }) => id))
    for (const visit of open.filter(id => !ids.has(id))) {
      this.sockets.closeSession(visit, closeCodes.linkEnded, 'The link has expired, or was taken back.')
    }
  }
}

const find = ({ database }: Parts, digest: string) =>
  database.guestVisit.findUnique({ where: { digest }, include: { link: { include: { user: true } } } })

/** The VM of a guest, on whichever host it is by now. @throws {Fault} NOT_FOUND */
export function vmOfGuest({ hosts }: Pick<Core, 'hosts'>, { vm: { id, host } }: Pick<Guest, 'vm'>): VmRecord {
  try {
    return hosts.findVm({ id, host }).vm
  } catch {
    return hosts.findVm({ id }).vm
  }
}

/**
 * A guest as one who asks. They are nobody to every entry of the contract; what they may do at all stands here, and only
 * for as long as whoever made the link may do it too.
 */
export function callerOfGuest({ access }: Pick<Core, 'access'>, guest: Guest, peer: Peer): Caller {
  const { link, name, vm, control, expiresAt, maker } = guest
  const allows: ReadonlySet<Permission> = new Set(control ? ['vm.watch', 'vm.console'] : ['vm.watch'])
  const can = (permission: Permission, place?: Place): boolean => {
    if (place?.vm?.id !== vm.id || !allows.has(permission) || expiresAt <= new Date()) return false
    const mask = access.of(maker).at(place)
    return has(mask, permission) && has(mask, 'vm.share-console')
  }
  return {
    person: null,
    sessionId: null,
    credential: `guest link ${link}`,
    guest: { ...guest, name: `Guest: ${name}` },
    ...peer,
    can,
    may: place => [...allows].filter(permission => can(permission, place)),
    giveCookies: () => {},
  }
}

import { EventEmitter } from 'node:events'
import { type Grantee, type Group, type RoleInfo, roles, type Scope } from '@porthole/contract'
import { Gathered } from '../database/gathered.ts'
import type { Database } from '../database/open-database.ts'
import { maskOf } from './mask.ts'
import { PlacementRows } from './placement-rows.ts'
import { Placements } from './placements.ts'
import { type Held, Reach } from './reach.ts'
import { granteeOf, scopeOf } from './scopes.ts'

/** A grant as it stands in the database. */
export interface StoredGrant {
  readonly id: string
  readonly role: string
  readonly to: Grantee
  readonly on: Scope
  /** When it ends, in ms since 1970; Infinity for one that does not. */
  readonly until: number
}

/** A role as it counts for one person, with where it comes from. */
export interface Source extends Held {
  /** The grant's id; null for the role that the person has everywhere. */
  readonly grant: string | null
  readonly role: string
  /** The group that it was granted to; null for the person. */
  readonly group: Group | null
  readonly until: number
}

const builtIn: readonly RoleInfo[] = Object.entries(roles).map(([id, permissions]) => ({
  id,
  name: id,
  builtIn: true,
  permissions: [...permissions],
}))

/** Node fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1

/** Tells that what people may do has changed, or where VMs are kept: whoever holds something open asks again. */
interface AccessEvents {
  changed: [what: { readonly placements: boolean }]
}

/**
 * Who may do what: the one place that says so. Everything is kept in memory and read anew after each change; what a
 * person may do is worked out when it is first asked for.
 */
export class Access {
  readonly changes = new EventEmitter<AccessEvents>()
  readonly kept: PlacementRows
  readonly #database: Database
  readonly #loads = new Gathered<string>(vms => this.#loadVms(vms))
  readonly #reaches = new Map<string, Reach>()
  #roles = new Map<string, RoleInfo>(builtIn.map(role => [role.id, role]))
  #groups = new Map<string, Group>()
  #grants = new Map<string, StoredGrant>()
  #everywhere = new Map<string, string>()
  #placements = new Placements([], [], [])
  #expiry: NodeJS.Timeout | undefined
  #loading: Promise<void> | null = null
  #again = false
  /** The last reading failed, or is under way: it must be tried again soon. */
  stale = false
  /** What was read last, as text: a server that reads anew tells nobody of what stayed. */
  #seen = { rights: '', placements: '' }

  constructor(database: Database) {
    this.#database = database
    this.kept = new PlacementRows(database)
    // One listener for each open event socket and console.
    this.changes.setMaxListeners(0)
  }

  /** Reads everything anew. Whoever waits sees at least what was in the database when they asked. */
  async load(): Promise<void> {
    if (this.#loading !== null) {
      this.#again = true
      return this.#loading
    }
    // Not fresh until it was read: whoever changed something may fail to.
    this.stale = true
    this.#loading = this.#loadUntilFresh().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  /**
   * Reads anew where one VM is kept and who answers for it, together with others of which the same is asked. Many VMs that
   * are tagged one after the other would else cost a reading of everything for each of them.
   */
  loadVm(vm: string): Promise<void> {
    return this.#loads.add(vm)
  }

  async #loadVms(vms: readonly string[]): Promise<void> {
    const { vmPlace, vmTag, vmOwner } = this.#database
    const where = { vm: { in: [...vms] } }
    const [places, tags, owners] = await Promise.all([
      vmPlace.findMany({ where }),
      vmTag.findMany({ where, orderBy: { tag: 'asc' } }),
      vmOwner.findMany({ where, select: { vm: true, user: { select: { name: true } } } }),
    ]).catch(error => {
      this.stale = true
      throw error
    })
    // What is read as a whole just now may be older than this, and a folder may be new.
    const isNewFolder = places.some(({ folderId }) => this.#placements.folder(folderId) === null)
    if (this.#loading !== null || this.stale || isNewFolder) return this.load()
    const folderOf = new Map(places.map(({ vm, folderId }) => [vm, folderId]))
    const ownerOf = new Map(owners.map(({ vm, user }) => [vm, user.name]))
    const tagsOf = new Map<string, string[]>()
    for (const { vm, tag } of tags) tagsOf.set(vm, [...(tagsOf.get(vm) ?? []), tag])
    for (const vm of vms) {
      const placement = { folder: folderOf.get(vm) ?? null, tags: tagsOf.get(vm) ?? [] }
      this.#placements.change(vm, placement, ownerOf.get(vm) ?? null)
    }
    this.changes.emit('changed', { placements: true })
  }

  stop(): void {
    clearTimeout(this.#expiry)
  }

  /** What a person may do; `role` is what they have everywhere, should they be too new to be known here. */
  of(person: { id: string; role: string }): Reach {
    const known = this.#reaches.get(person.id)
    if (known !== undefined) return known
    const reach = new Reach(this.sources(person), this.#placements)
    this.#reaches.set(person.id, reach)
    return reach
  }

  /** All that counts for a person, each with where it comes from. */
  sources({ id, role }: { id: string; role: string }): Source[] {
    const everywhere = this.#everywhere.get(id) ?? role
    const groups = [...this.#groups.values()].filter(({ members }) => members.includes(id))
    const byGroup = new Map(groups.map(group => [group.id, group]))
    const now = Date.now()
    const granted = [...this.#grants.values()].flatMap(({ id: grant, role, to, on, until }) => {
      const group = to.kind === 'group' ? (byGroup.get(to.group) ?? null) : null
      const mine = to.kind === 'person' ? to.person === id : group !== null
      return mine && until > now ? [{ grant, role, group, on, until, mask: this.#mask(role) }] : []
    })
    const on = { kind: 'everything' } as const
    const own = { grant: null, role: everywhere, group: null, on, until: Number.POSITIVE_INFINITY }
    return [{ ...own, mask: this.#mask(everywhere) }, ...granted]
  }

  get placements(): Placements {
    return this.#placements
  }

  roles(): readonly RoleInfo[] {
    return [...this.#roles.values()]
  }

  role(id: string): RoleInfo | null {
    return this.#roles.get(id) ?? null
  }

  groups(): readonly Group[] {
    return [...this.#groups.values()]
  }

  grants(): readonly StoredGrant[] {
    return [...this.#grants.values()]
  }

  #mask(role: string) {
    return maskOf(this.#roles.get(role)?.permissions ?? [])
  }

  async #loadUntilFresh(): Promise<void> {
    const before = this.#seen
    do {
      this.#again = false
      await this.#read()
    } while (this.#again)
    this.stale = false
    this.#reaches.clear()
    this.#awaitExpiry()
    const placements = before.placements !== this.#seen.placements
    if (placements || before.rights !== this.#seen.rights) this.changes.emit('changed', { placements })
  }

  async #read(): Promise<void> {
    const { role, group, grant, user, folder, vmPlace, vmTag, vmOwner } = this.#database
    const [made, groups, grants, people, folders, places, tags, owners] = await Promise.all([
      role.findMany({ orderBy: { name: 'asc' } }),
      group.findMany({ include: { members: { orderBy: { userId: 'asc' } } }, orderBy: { name: 'asc' } }),
      grant.findMany({ orderBy: { createdAt: 'asc' } }),
      user.findMany({ select: { id: true, role: true }, orderBy: { id: 'asc' } }),
      folder.findMany({ orderBy: { name: 'asc' } }),
      vmPlace.findMany({ orderBy: { vm: 'asc' } }),
      vmTag.findMany({ orderBy: [{ vm: 'asc' }, { tag: 'asc' }] }),
      vmOwner.findMany({ select: { vm: true, user: { select: { name: true } } } }),
    ])
    this.#seen = {
      rights: JSON.stringify([made, groups, grants, people]),
      placements: JSON.stringify([folders, places, tags]),
    }
    const custom = made.map(({ id, name, permissions }) => ({
      id,
      name,
      builtIn: false,
      permissions: split(permissions),
    }))
    this.#roles = new Map([...builtIn, ...custom].map(role => [role.id, role as RoleInfo]))
    this.#groups = new Map(
      groups.map(({ id, name, members }) => [id, { id, name, members: members.map(({ userId }) => userId) }]),
    )
    this.#grants = new Map(
      grants.flatMap(row => {
        const [to, on] = [granteeOf(row), scopeOf(row)]
        if (to === null || on === null) return []
        const until = row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY
        return [[row.id, { id: row.id, role: row.role, to, on, until }] as const]
      }),
    )
    this.#everywhere = new Map(people.map(({ id, role }) => [id, role]))
    this.#placements = new Placements(
      folders.map(({ id, name, parentId }) => ({ id, name, parent: parentId })),
      places,
      tags,
      owners,
    )
  }

  /** The next grant to end ends on time, without anybody asking. */
  #awaitExpiry(): void {
    clearTimeout(this.#expiry)
    const now = Date.now()
    const next = Math.min(...this.grants().map(({ until }) => (until > now ? until : Number.POSITIVE_INFINITY)))
    if (next === Number.POSITIVE_INFINITY) return
    const end = (): void => {
      this.#reaches.clear()
      this.#awaitExpiry()
      this.changes.emit('changed', { placements: false })
    }
    this.#expiry = setTimeout(end, Math.min(next - now, longestTimerMs)).unref()
  }
}

const split = (text: string): string[] => text.split(',').filter(Boolean)

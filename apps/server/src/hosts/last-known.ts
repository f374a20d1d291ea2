import { setImmediate } from 'node:timers/promises'
import { Host, Vm } from '@porthole/contract'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import type { Database } from '../database/open-database.ts'
import type { HostLink } from './host-link.ts'
import type { VmRecord } from './vm-record.ts'

/** A change may be lost by a crash for so long: the next start reads the host anyway. */
const everyMs = 60_000

/** What an older version kept may lack what is known today: such a VM is shown once its host answers. */
const KnownVm = z.omit(Vm, { can: true, folder: true, tags: true, owner: true })
const KnownNode = Host.shape.node

export interface Known {
  readonly at: string
  readonly node: Host['node']
  readonly vms: readonly VmRecord[]
}

/** Keeps in the database what was known of each host last, so that a restart shows it at once. */
export class LastKnown {
  readonly #database: Database
  readonly #links: () => Iterable<HostLink>
  readonly #log: Logger
  /** Which version of each host's inventory is kept. */
  readonly #kept = new Map<string, number>()
  readonly #timer: NodeJS.Timeout
  #saving: Promise<void> | null = null

  constructor(database: Database, log: Logger, links: () => Iterable<HostLink>) {
    this.#database = database
    this.#links = links
    this.#log = log
    this.#timer = setInterval(() => void this.save(), everyMs).unref()
  }

  async load(): Promise<Map<string, Known>> {
    const rows = await this.#database.lastKnown.findMany()
    return new Map(
      rows.flatMap(({ host, at, told }) => {
        try {
          return [[host, { ...read(told), at: at.toISOString() }]]
        } catch (error) {
          this.#log.warn({ err: error, host }, 'what was last known of a host can not be read')
          return []
        }
      }),
    )
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#saving
    await this.save()
  }

  /** What changed since it was kept last. A database that is away costs nothing but this. */
  save(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async forget(host: string): Promise<void> {
    await this.#saving
    this.#kept.delete(host)
    await this.#database.lastKnown.deleteMany({ where: { host } })
  }

  async #saveAll(): Promise<void> {
    const at = new Date()
    const connected = [...this.#links()].filter(link => link.connected)
    try {
      for (const link of connected) {
        await this.#saveOne(link, at)
        // SQLite works on the event loop: each host has a turn of it, and others have theirs in between.
        await setImmediate()
      }
      const host = { in: connected.map(({ id }) => id) }
      await this.#database.lastKnown.updateMany({ where: { host }, data: { at } })
    } catch (error) {
      this.#log.warn({ err: error }, 'what is known of the hosts could not be kept')
    }
  }

  async #saveOne(link: HostLink, at: Date): Promise<void> {
    const { id: host, inventory } = link
    const { version } = inventory
    if (this.#kept.get(host) === version) return
    const row = { at, told: JSON.stringify({ node: link.snapshot().node, vms: [...inventory.all()] }) }
    await this.#database.lastKnown.upsert({ where: { host }, create: { host, ...row }, update: row })
    this.#kept.set(host, version)
  }
}

function read(told: string): Omit<Known, 'at'> {
  const { node, vms } = JSON.parse(told) as Omit<Known, 'at'>
  return {
    node: KnownNode.safeParse(node).success ? node : null,
    vms: vms.filter(vm => KnownVm.safeParse(vm).success),
  }
}

import type { Logger } from 'pino'
import type { HostLink } from '../hosts/host-link.ts'
import { freshenOldPool } from './freshen-pool.ts'

const everyMs = 60_000
/** libvirt counts anew what a folder holds only when told to look, and then looks into each volume. */
const refreshMs = 300_000
const oldMs = 3 * everyMs
/** virConnectListAllStoragePoolsFlags */
const ACTIVE = 2

/** Bytes of a pool. */
export interface Room {
  readonly capacity: number
  readonly available: number
}

/** How much room the active pools of each host have, asked once a minute for as long as somebody wants to know. */
export class PoolRoom {
  readonly #log: Logger
  readonly #known = new Map<string, { readonly at: number; readonly rooms: ReadonlyMap<string, Room> }>()
  readonly #asking = new Set<string>()
  readonly #due = new Map<string, number>()

  constructor(log: Logger) {
    this.#log = log
  }

  /** Null where nobody knows, or what is known is old. */
  of(host: string): ReadonlyMap<string, Room> | null {
    const known = this.#known.get(host)
    return known !== undefined && performance.now() - known.at < oldMs ? known.rooms : null
  }

  /** Asks a host again where it is time; never twice at once. `told` is called when it has answered. */
  keep(link: HostLink, told: () => void): void {
    const { id } = link
    const now = performance.now()
    if (!link.connected || this.#asking.has(id) || now < (this.#due.get(id) ?? 0)) return
    this.#asking.add(id)
    this.#due.set(id, now + everyMs)
    this.#ask(link)
      .then(told)
      .catch(error => this.#log.debug({ err: error, host: id }, 'no word of the pools this time'))
      .finally(() => this.#asking.delete(id))
  }

  forget(host: string): void {
    this.#known.delete(host)
    this.#due.delete(host)
  }

  async #ask(link: HostLink): Promise<void> {
    const { pools } = await link.call('connectListAllStoragePools', { need_results: 1, flags: ACTIVE })
    const rooms = new Map<string, Room>()
    for (const pool of pools) {
      try {
        await freshenOldPool(link, pool, refreshMs)
        const { capacity, available } = await link.call('storagePoolGetInfo', { pool })
        rooms.set(pool.name, { capacity: Number(capacity), available: Number(available) })
      } catch (error) {
        this.#log.debug({ err: error, host: link.id, pool: pool.name }, 'a pool could not be asked')
      }
    }
    this.#known.set(link.id, { at: performance.now(), rooms })
  }
}

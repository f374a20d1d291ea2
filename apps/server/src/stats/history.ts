import {
  type HistoryRange,
  type HostSeries,
  historyRanges,
  hostSeries,
  type VmStats,
  vmSeries,
} from '@porthole/contract'
import type { Logger } from 'pino'
import type { Database } from '../database/open-database.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { HostFigures } from './host-figures.ts'
import { type NodeFigures, NodeReader } from './node-figures.ts'
import { nothing, unpack } from './packed.ts'
import { blockOf, ringFor, rings } from './rings.ts'
import { StatBlocks, type StoredBlock } from './stat-blocks.ts'
import { Track } from './track.ts'

/** A crash costs at most so much of the graphs. */
const flushMs = 300_000

export const vmObject = (id: string) => `vm:${id}`
export const hostObject = (id: string) => `host:${id}`
const widthOf = (object: string) => (object.startsWith('vm:') ? vmSeries.length : hostSeries.length)

interface HistoryParts {
  readonly database: Database
  readonly hosts: Hosts
  readonly log: Logger
  /** Only one server writes. */
  readonly leads: () => boolean
}

/** Points of one object on one ring; `values` has `width` numbers for each. */
export interface Stretch {
  readonly from: number
  readonly step: number
  readonly count: number
  readonly at: (index: number, series: number) => number | null
}

/** Keeps what the hosts tell of their VMs and themselves, in rings that reach back a year and never grow. */
export class History {
  readonly #blocks: StatBlocks
  readonly #hosts: Hosts
  readonly #log: Logger
  readonly #leads: () => boolean
  readonly #tracks = new Map<string, Track[]>()
  readonly #resumed = new Map<string, StoredBlock>()
  readonly #attached = new Map<string, () => void>()
  readonly #nodes = new Map<string, NodeFigures & { readonly at: number }>()
  #state: 'watching' | 'resuming' | 'recording' = 'watching'
  #pending: StoredBlock[] = []
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()

  constructor({ database, hosts, log, leads }: HistoryParts) {
    this.#blocks = new StatBlocks(database)
    this.#hosts = hosts
    this.#log = log
    this.#leads = leads
  }

  start(): void {
    this.#hosts.changes.on('host', this.#attach).on('host-gone', this.#detach)
    this.#timer = setInterval(() => void this.flush(), flushMs).unref()
  }

  async stop(): Promise<void> {
    this.#hosts.changes.off('host', this.#attach).off('host-gone', this.#detach)
    for (const id of [...this.#attached.keys()]) this.#detach(id)
    clearInterval(this.#timer)
    await this.flush()
  }

  /** Writes what is new, and removes what is too old. What can not be written now is written next time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush())
    return this.#flushing
  }

  /** What a host's machine did when it was asked last, `at` ms since 1970. */
  nodeOf(host: string): (NodeFigures & { readonly at: number }) | null {
    return this.#nodes.get(host) ?? null
  }

  /** What is known of an object over a range that ends now; what is not yet written is in it. */
  async read(objects: readonly string[], range: HistoryRange, now = seconds()): Promise<Map<string, Stretch>> {
    const ring = ringFor(range)
    const { step, size } = ring
    const last = Math.floor(now / step)
    const count = Math.floor(historyRanges[range] / step)
    const first = last - count + 1
    const stored = await this.#blocks.read(objects, ring, blockOf(ring, first * step))
    const found = new Map<string, Map<number, Uint16Array>>(objects.map(object => [object, new Map()]))
    const unwritten = this.#pending.filter(block => block.ring === ring)
    const filling = objects.flatMap(object => {
      const block = this.#tracks.get(object)?.[rings.indexOf(ring as (typeof rings)[number])]?.current()
      return block ? [{ object, ...block }] : []
    })
    for (const { object, block, points } of [...stored, ...unwritten, ...filling]) found.get(object)?.set(block, points)
    return new Map(
      [...found].map(([object, blocks]) => {
        const width = widthOf(object)
        const open = this.#tracks.get(object)?.[rings.indexOf(ring as (typeof rings)[number])]?.open()
        const at = (index: number, series: number) => {
          const slot = first + index
          if (slot === open?.slot) return open.values[series] ?? null
          return unpack(blocks.get(Math.floor(slot / size))?.[(slot % size) * width + series] ?? nothing)
        }
        return [object, { from: first * step, step, count, at }]
      }),
    )
  }

  readonly #attach = ({ id }: { id: string }): void => {
    if (this.#attached.has(id)) return
    const link = this.#hosts.link(id)
    const node = new NodeReader(link)
    const stats = (rows: readonly VmStats[]) => {
      for (const row of rows)
        this.#add(
          vmObject(row.id),
          vmSeries.map(name => row[name]),
        )
    }
    const swept = () => {
      const cpus = link.snapshot().node?.cpus ?? 0
      void node.read().then(told => {
        this.#nodes.set(id, { ...told, at: Date.now() })
        const row = sumOf(link, cpus, told)
        this.#add(
          hostObject(id),
          hostSeries.map(name => row[name] ?? null),
        )
      })
    }
    const { figures } = link
    figures.told.on('stats', stats).on('swept', swept)
    this.#attached.set(id, () => figures.told.off('stats', stats).off('swept', swept))
  }

  readonly #detach = (id: string): void => {
    this.#attached.get(id)?.()
    this.#attached.delete(id)
    this.#nodes.delete(id)
  }

  #add(object: string, values: readonly (number | null)[]): void {
    if (!this.#leads()) this.#giveUp()
    else if (this.#state === 'watching') void this.#resume()
    if (this.#state !== 'recording') return
    const now = seconds()
    for (const track of this.#tracksOf(object)) this.#keep(object, track.add(now, values))
  }

  #tracksOf(object: string): Track[] {
    let tracks = this.#tracks.get(object)
    if (tracks === undefined) {
      tracks = rings.map(ring => {
        const track = new Track(ring, widthOf(object))
        const begun = this.#resumed.get(`${object} ${ring.step}`)
        if (begun) track.resume(begun.block, begun.points)
        this.#resumed.delete(`${object} ${ring.step}`)
        return track
      })
      this.#tracks.set(object, tracks)
    }
    return tracks
  }

  #keep(object: string, block: Omit<StoredBlock, 'object'> | null): void {
    if (block !== null) this.#pending.push({ object, ...block })
  }

  /** This server writes from now on: it goes on with what the one before it, or it itself before a restart, began. */
  async #resume(): Promise<void> {
    this.#state = 'resuming'
    try {
      for (const block of await this.#blocks.unfinished(seconds())) {
        this.#resumed.set(`${block.object} ${block.ring.step}`, block)
      }
      this.#state = 'recording'
    } catch (error) {
      this.#state = 'watching'
      this.#log.warn({ err: error }, 'the history could not be read')
    }
  }

  /** Another server writes from now on, and went on with what was written: what was not would be written over its. */
  #giveUp(): void {
    this.#state = 'watching'
    this.#tracks.clear()
    this.#resumed.clear()
    this.#pending = []
  }

  async #flush(): Promise<void> {
    if (!this.#leads()) this.#giveUp()
    const now = seconds()
    for (const [object, tracks] of this.#tracks) {
      for (const track of tracks) {
        this.#keep(object, track.close(now))
        this.#keep(object, track.unwritten())
      }
    }
    const alive = new Set([...this.#hosts.vms()].map(({ id }) => vmObject(id)))
    for (const object of this.#tracks.keys()) {
      if (object.startsWith('vm:') && !alive.has(object)) this.#tracks.delete(object)
    }
    const blocks = [...this.#pending]
    try {
      await this.#blocks.write(blocks)
      // What came meanwhile is written next time.
      this.#pending = this.#pending.slice(blocks.length)
      if (this.#state === 'recording') await this.#blocks.prune(now)
    } catch (error) {
      this.#log.warn({ err: error }, 'the history could not be written')
      // A database that stays away must not fill the memory.
      this.#pending = this.#pending.slice(-mostPending)
    }
  }
}

const mostPending = 50_000
const seconds = () => Date.now() / 1000

/** The host's row: its node, and its guests together. */
function sumOf(
  { figures, inventory }: HostFiguresOf,
  cpus: number,
  node: NodeFigures,
): Partial<Record<HostSeries, number | null>> {
  const guests = figures.latest()
  const sum = (of: (row: VmStats) => number | null): number | null =>
    guests.reduce<number | null>((all, row) => (of(row) === null ? all : (all ?? 0) + (of(row) ?? 0)), null)
  const busy = sum(({ id, cpu }) => (cpu / 100) * (inventory.get(id)?.vcpus ?? 0))
  return {
    ...Object.fromEntries(vmSeries.map(name => [name, sum(row => row[name])])),
    cpu: node.cpu,
    usedKiB: node.usedKiB,
    guestsCpu: busy === null || cpus === 0 ? null : Math.min(100, (busy / cpus) * 100),
  }
}

interface HostFiguresOf {
  readonly figures: HostFigures
  readonly inventory: { get(id: string): { readonly vcpus: number } | undefined }
}

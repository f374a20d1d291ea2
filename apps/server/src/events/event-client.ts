import type { Socket } from 'node:net'
import { aliveMs, type ClientMessage, closeCodes, figureGroups, type VmStats } from '@porthole/contract'
import type { WebSocket } from 'ws'
import { closeSoon } from '../consoles/heartbeat.ts'
import type { Core } from '../core.ts'
import type { HostFigures } from '../stats/host-figures.ts'
import { batches } from './batches.ts'
import type { Outbox } from './outbox.ts'

/** At most one batch, which is one frame, per client in this time: twenty a second are more than an eye can tell apart. */
const batchMs = 50
/** After so much the rest goes with the next batch. */
const longBytes = 64 * 1024
/** What may wait in the socket of a browser that reads slowly. */
const mostQueued = 256 * 1024
const stuckMs = 60_000
const [opening, comma, closing] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')]

/** Frames as one. Most are alone, and in a storm the very same bytes for all: these go out as they are. */
function inOne(frames: readonly Buffer[]): Buffer {
  const [first] = frames
  if (first !== undefined && frames.length === 1) return first
  const messages = frames.flatMap((frame, i) => [i === 0 ? opening : comma, frame.subarray(1, -1)])
  return Buffer.concat([...messages, closing])
}

/** One browser tab that listens to events. */
export class EventClient {
  readonly #core: Core
  readonly #webSocket: WebSocket
  readonly #browser: Socket
  readonly #outbox: Outbox
  readonly #watched = new Map<HostFigures, Set<string>>()
  readonly #told = (stats: readonly VmStats[], ofSweep: boolean) => this.#figures(stats, ofSweep)
  /** What the tab said last that it looks at, and the hosts that there were. */
  #asked: ClientMessage | null = null
  #hosts: ReadonlyMap<string, HostFigures> = new Map()
  #others = false
  #ended = false
  #due = false
  readonly #alive: NodeJS.Timeout
  #stuck: NodeJS.Timeout | undefined
  #lastBatch = Number.NEGATIVE_INFINITY

  constructor(core: Core, webSocket: WebSocket, browser: Socket, outbox: Outbox) {
    this.#core = core
    this.#webSocket = webSocket
    this.#browser = browser
    this.#outbox = outbox
    browser.on('drain', () => this.#drained())
    this.#alive = setInterval(() => {
      if (browser.writableLength === 0) webSocket.send('[{"type":"alive"}]', { compress: false })
    }, aliveMs).unref()
  }

  /** Something is in the outbox: it goes at once, or as soon as the last batch is old enough. */
  wake(): void {
    if (this.#due || this.#stuck !== undefined) return
    this.#due = true
    batches.join(this, this.#lastBatch + batchMs)
  }

  /** What has come up to now is the batch. */
  cut(now: number): void {
    this.#lastBatch = now
    this.#outbox.cut()
  }

  /** Looks at these VMs and no others from now on. */
  watch(asked: ClientMessage): void {
    const { vms, groups = [...figureGroups], others = false, hidden = false } = asked
    this.#asked = asked
    this.#outbox.hidden = hidden
    if (!this.#outbox.empty) this.wake()
    const wanted = new Map<HostFigures, Set<string>>()
    const hosts = new Map(this.#core.hosts.list().map(({ id }) => [id, this.#core.hosts.link(id).figures]))
    this.#hosts = hosts
    if (others) for (const figures of hosts.values()) wanted.set(figures, new Set())
    for (const { id, host } of vms) {
      const figures = hosts.get(host)
      if (figures === undefined) continue
      wanted.set(figures, (wanted.get(figures) ?? new Set<string>()).add(id))
    }
    for (const figures of this.#watched.keys()) if (!wanted.has(figures)) this.#unwatch(figures)
    for (const [figures, ids] of wanted) {
      if (!this.#watched.has(figures)) figures.told.on('stats', this.#told)
      this.#watched.set(figures, ids)
      figures.watch(this, { vms: ids, groups })
    }
    const begins = others && !this.#others
    this.#others = others
    if (begins) for (const figures of wanted.keys()) this.#figures(figures.latest(), true)
  }

  /** A host changed: one that came since is looked at like all others. */
  host(id: string): void {
    if (this.#asked !== null && !this.#hosts.has(id)) this.watch(this.#asked)
  }

  end(): void {
    this.#ended = true
    clearInterval(this.#alive)
    clearTimeout(this.#stuck)
    for (const figures of this.#watched.keys()) this.#unwatch(figures)
  }

  #unwatch(figures: HostFigures): void {
    figures.told.off('stats', this.#told)
    figures.watch(this, { vms: new Set(), groups: [] })
    this.#watched.delete(figures)
  }

  #figures(stats: readonly VmStats[], ofSweep: boolean): void {
    const all = ofSweep && this.#others
    for (const row of stats) {
      if (all || [...this.#watched.values()].some(ids => ids.has(row.id))) this.#outbox.stats(row)
    }
    if (!this.#outbox.empty) this.wake()
  }

  flush(): void {
    if (this.#ended) return
    this.#due = false
    if (this.#browser.writableLength > mostQueued) {
      this.#wait()
      return
    }
    const frames: Buffer[] = []
    for (let length = 0; length <= longBytes; ) {
      const frame = this.#outbox.next()
      if (frame === null) break
      frames.push(frame)
      length += frame.length
    }
    if (frames.length > 0) this.#webSocket.send(inOne(frames), { binary: false, compress: false })
    if (!this.#outbox.empty) this.wake()
  }

  /** The browser reads slowly: what comes meanwhile is kept as the newest state of each VM, and no longer than this. */
  #wait(): void {
    this.#stuck ??= setTimeout(() => {
      closeSoon(this.#webSocket, closeCodes.tooSlow, 'The browser did not read for too long.')
    }, stuckMs)
  }

  #drained(): void {
    if (this.#stuck === undefined) return
    clearTimeout(this.#stuck)
    this.#stuck = undefined
    if (!this.#outbox.empty) this.wake()
  }
}

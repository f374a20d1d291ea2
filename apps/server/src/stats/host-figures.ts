import { EventEmitter } from 'node:events'
import { type FigureGroup, figureGroups, type VmStats } from '@porthole/contract'
import { DomainStatsTypes, type TypedParams } from '@porthole/libvirt'
import type { Logger } from 'pino'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { carriedOn, longestMs, ratesBetween, shortestMs } from './rates.ts'
import { readSample, residentKiB, type Sample, usedKiB } from './sample.ts'

const tickMs = 2000
const sweepMs = 30_000
/** The first sweep has nothing to compare with: the second comes soon. */
const secondSweepMs = 6000
/** VMs in one call: a third of a second, at 7 ms each, before those on the screen can be asked again. */
const portion = 50
/** Until its answer comes no other call is made, however long a stuck guest keeps it. */
const deadlineMs = 3_600_000
/** virConnectGetAllDomainStatsFlags: tell what can be told without waiting for a busy guest. */
const NOWAIT = 1 << 29

/** Hosts that were met at the same time, as after a start of the server, are swept at different ones soon after. */
function untilNextSweep(sweeps: number): number {
  if (sweeps === 1) return secondSweepMs
  return sweeps === 2 ? sweepMs * (0.5 + Math.random() / 2) : sweepMs
}

/** What one tab looks at on this host. */
export interface Watch {
  readonly vms: ReadonlySet<string>
  readonly groups: readonly FigureGroup[]
}

const bits: Readonly<Record<FigureGroup, number>> = {
  memory: DomainStatsTypes.BALLOON,
  disk: DomainStatsTypes.BLOCK,
  net: DomainStatsTypes.INTERFACE,
}

/**
 * Reads the figures of a host's running VMs: every two seconds of those that somebody looks at, and no more of them than
 * that, every half minute of all. Never two calls at once: a slow host gets fewer figures, not a queue.
 */
export class HostFigures {
  readonly #link: HostLink
  readonly #log: Logger
  readonly #watches = new Map<object, Watch>()
  readonly #samples = new Map<string, Sample>()
  readonly #latest = new Map<string, VmStats>()
  /** `stats` are new figures; `swept` says that all running VMs have been asked. */
  readonly told = new EventEmitter<{ stats: [stats: readonly VmStats[], ofSweep: boolean]; swept: [] }>()
  #timer: NodeJS.Timeout | null = null
  #busy = false
  #sweeps = 0
  #sweepDue = 0
  #watchedDue = 0

  constructor(link: HostLink, log: Logger) {
    this.#link = link
    this.#log = log
    this.told.setMaxListeners(0)
    link.changes
      .on('vm', ({ id, state }) => state !== 'running' && this.#forget(id))
      .on('vm-gone', ({ id }) => this.#forget(id))
      .on('host', ({ state }) => state !== 'connected' && this.#latest.clear())
  }

  /** The host was met: its VMs are asked from now on. */
  start(): void {
    this.#sweeps = 0
    this.#sweepDue = performance.now()
    this.#timer ??= setInterval(() => void this.#turn(), tickMs).unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#samples.clear()
    this.#latest.clear()
  }

  /** Sets what a watcher looks at; no VMs end its watch. */
  watch(watcher: object, watch: Watch): void {
    if (watch.vms.size === 0) this.#watches.delete(watcher)
    else this.#watches.set(watcher, watch)
    this.#watchedDue = 0
    void this.#turn()
  }

  /** The newest figures of each VM that runs and has some; a guest that keeps the host from answering makes them old. */
  latest(): VmStats[] {
    return [...this.#latest.keys()].flatMap(id => this.latestOf(id) ?? [])
  }

  latestOf(vm: string): VmStats | undefined {
    const at = this.#samples.get(vm)?.at ?? Number.NEGATIVE_INFINITY
    return performance.now() - at > longestMs ? undefined : this.#latest.get(vm)
  }

  /** What libvirt counted of a VM when it was asked last. */
  sampleOf(vm: string): Sample | undefined {
    return this.#samples.get(vm)
  }

  async #turn(): Promise<void> {
    if (this.#busy || !this.#link.connected) return
    this.#busy = true
    try {
      if (performance.now() >= this.#sweepDue) await this.#sweep()
      else await this.#askWatched()
    } catch (error) {
      this.#log.debug({ err: error }, 'no figures this time')
    } finally {
      this.#busy = false
    }
  }

  async #askWatched(): Promise<void> {
    const now = performance.now()
    // A tick that comes a little early is on time.
    if (this.#watches.size === 0 || now < this.#watchedDue - tickMs / 10) return
    this.#watchedDue = now + tickMs
    const watched = new Set<string>()
    const groups = new Set<FigureGroup>()
    for (const watch of this.#watches.values()) {
      for (const vm of watch.vms) watched.add(vm)
      for (const group of watch.groups) groups.add(group)
    }
    const running = [...watched].flatMap(id => this.#running(id) ?? [])
    for (let at = 0; at < running.length; at += portion) {
      await this.#ask(running.slice(at, at + portion), [...groups], false)
    }
  }

  async #sweep(): Promise<void> {
    this.#sweepDue = performance.now() + untilNextSweep(++this.#sweeps)
    // Who is looked at comes first, and is asked for all now, not before for a part: of two answers in a row one serves.
    this.#watchedDue = performance.now() + tickMs
    const watched = new Set([...this.#watches.values()].flatMap(({ vms }) => [...vms]))
    const running = [...this.#link.inventory.all()]
      .filter(({ state }) => state === 'running')
      .map(({ id }) => id)
      .sort((a, b) => Number(watched.has(b)) - Number(watched.has(a)))
    for (let at = 0; at < running.length; at += portion) {
      const some = running.slice(at, at + portion).flatMap(id => this.#running(id) ?? [])
      await this.#ask(some, figureGroups, true)
      await this.#askWatched()
    }
    this.told.emit('swept')
  }

  #running(id: string): VmRecord | null {
    const vm = this.#link.inventory.get(id)
    return vm?.state === 'running' ? vm : null
  }

  #forget(id: string): void {
    this.#samples.delete(id)
    this.#latest.delete(id)
  }

  async #ask(vms: readonly VmRecord[], groups: readonly FigureGroup[], ofSweep: boolean): Promise<void> {
    if (vms.length === 0) return
    const stats = groups.reduce<number>((all, group) => all | bits[group], DomainStatsTypes.CPU_TOTAL)
    const args = { doms: vms.map(({ dom }) => dom), stats, flags: NOWAIT }
    const { retStats } = await this.#link.call('connectGetAllDomainStats', args, { deadlineMs })
    const at = performance.now()
    const told = retStats.flatMap(({ dom, params }) => this.#figures(dom.uuid, dom.id, params, at) ?? [])
    if (told.length > 0) this.told.emit('stats', told, ofSweep)
  }

  #figures(id: string, run: number, told: TypedParams, at: number): VmStats | null {
    const vm = this.#running(id)
    const now = readSample(told, run, at)
    if (vm === null || now === null) return null
    const before = this.#samples.get(id)
    // Asked twice in a row, by a look and a sweep: the first serves.
    if (before !== undefined && before.run === run && at - before.at < shortestMs) return null
    this.#samples.set(id, carriedOn(before, now))
    const rates = ratesBetween(before, now, vm.vcpus)
    if (rates === null) return null
    const known = this.#latest.get(id)
    const stats: VmStats = {
      id,
      host: this.#link.id,
      ...rates,
      usedKiB: usedKiB(told) ?? known?.usedKiB ?? null,
      residentKiB: residentKiB(told) ?? known?.residentKiB ?? null,
    }
    this.#latest.set(id, stats)
    return stats
  }
}

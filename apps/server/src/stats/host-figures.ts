import { EventEmitter } from 'node:events'
import type { VmStats } from '@porthole/contract'
import { DomainStatsTypes, type TypedParams } from '@porthole/libvirt'
import type { Logger } from 'pino'
import type { HostLink } from '../hosts/host-link.ts'
import { cpuPercent, type Sample, usedKiB } from './figures.ts'

const everyMs = 2000
/** Until its answer comes no other call is made, however long a stuck guest keeps it. */
const deadlineMs = 3_600_000
/** virConnectGetAllDomainStatsFlags: tell what can be told without waiting for a busy guest. */
const NOWAIT = 1 << 29

/**
 * Reads the figures of those running VMs of a host that somebody looks at. Nothing is asked while nobody looks; never
 * two calls at once: a slow host gets fewer figures, not a queue.
 */
export class HostFigures {
  readonly #link: HostLink
  readonly #log: Logger
  readonly #watchers = new Map<object, ReadonlySet<string>>()
  readonly #samples = new Map<string, Sample>()
  readonly told = new EventEmitter<{ stats: [readonly VmStats[]] }>()
  #timer: NodeJS.Timeout | null = null
  #asking = false

  constructor(link: HostLink, log: Logger) {
    this.#link = link
    this.#log = log
    this.told.setMaxListeners(0)
  }

  /** Sets which VMs a watcher looks at; an empty set ends its watch. */
  watch(watcher: object, vms: ReadonlySet<string>): void {
    if (vms.size === 0) this.#watchers.delete(watcher)
    else this.#watchers.set(watcher, vms)
    if (this.#watchers.size === 0) this.stop()
    else if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#ask(), everyMs)
      this.#timer.unref()
      void this.#ask()
    }
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#samples.clear()
  }

  async #ask(): Promise<void> {
    if (this.#asking || !this.#link.connected) return
    const watched = new Set([...this.#watchers.values()].flatMap(vms => [...vms]))
    const running = [...watched].flatMap(id => {
      const vm = this.#link.inventory.get(id)
      return vm?.state === 'running' ? [vm] : []
    })
    for (const id of this.#samples.keys()) if (!running.some(vm => vm.id === id)) this.#samples.delete(id)
    if (running.length === 0) return
    this.#asking = true
    try {
      const stats = DomainStatsTypes.CPU_TOTAL | DomainStatsTypes.BALLOON
      const args = { doms: running.map(({ dom }) => dom), stats, flags: NOWAIT }
      const { retStats } = await this.#link.call('connectGetAllDomainStats', args, { deadlineMs })
      this.#tell(retStats.map(({ dom, params }) => [dom.uuid, params]))
    } catch (error) {
      this.#log.debug({ err: error }, 'no figures this time')
    } finally {
      this.#asking = false
    }
  }

  #tell(rows: [string, TypedParams][]): void {
    const at = performance.now()
    const stats = rows.flatMap(([id, told]): VmStats[] => {
      const vm = this.#link.inventory.get(id)
      const cpuTime = told['cpu.time']
      if (vm === undefined || cpuTime === undefined) return []
      const sample = { at, cpuNs: Number(cpuTime) }
      const cpu = cpuPercent(this.#samples.get(id), sample, vm.vcpus)
      this.#samples.set(id, sample)
      return cpu === null ? [] : [{ id, host: this.#link.id, cpu, usedKiB: usedKiB(told) }]
    })
    if (stats.length > 0) this.told.emit('stats', stats)
  }
}

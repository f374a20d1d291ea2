import type { Alert, Job, ServerMessage, VmStats } from '@porthole/contract'
import type { AlertRecord } from '../alerts/alert-record.ts'
import { awaySince } from '../hosts/away-since.ts'
import type { HostSnapshot, VmGone, VmRecord } from '../hosts/vm-record.ts'
import type { JobRecord } from '../jobs/job-record.ts'
import { vmsMessage } from './vms-message.ts'

/** More than this many VMs in one frame would keep the event loop, and the browser, busy for too long. */
const mostPerFrame = 200
/** A browser so far behind is better off reading its lists again. */
const mostWaiting = 20_000

export interface Presenter {
  seesHost(id: string): boolean
  seesVm(vm: { id: string; host: string }): boolean
  seesVmOn(host: string): boolean
  seesAudit(): boolean
  host(host: HostSnapshot): Extract<ServerMessage, { type: 'hosts' }>['changed'][number]
  /** As JSON: what many are told is made once. */
  vm(vm: VmRecord): string
  /** Null for a job that is none of theirs. */
  job(job: JobRecord): Job | null
  seesAlert(alert: AlertRecord): boolean
  alert(alert: AlertRecord): Alert
}

/** What one browser has yet to be told: the newest of each object, so that a burst costs one line per VM. */
export class Outbox {
  readonly #presenter: Presenter
  readonly #version: string
  readonly #hosts = new Map<string, HostSnapshot | null>()
  #vms = new Map<string, VmRecord | VmGone>()
  /** Those of the batch that is cut. */
  #cutVms = new Map<string, VmRecord | VmGone>()
  readonly #jobs = new Map<string, JobRecord>()
  readonly #alerts = new Map<string, AlertRecord | null>()
  readonly #stats = new Map<string, VmStats>()
  readonly #away = new Map<string, string | null>()
  readonly #networks = new Set<string>()
  /** Nobody looks: what changes waits, the newest of each object, and alerts alone are told. */
  hidden = false
  #hello = true
  #audit = false

  constructor(presenter: Presenter, version: string) {
    this.#presenter = presenter
    this.#version = version
  }

  host(host: HostSnapshot): void {
    if (this.#presenter.seesHost(host.id)) this.#hosts.set(host.id, host)
    const since = awaySince(host)
    if (this.#presenter.seesVmOn(host.id)) this.#away.set(host.id, since)
    if (since === null) return
    for (const [key, stats] of this.#stats) if (stats.host === host.id) this.#stats.delete(key)
  }

  hostGone(id: string): void {
    if (this.#presenter.seesHost(id)) this.#hosts.set(id, null)
  }

  networks(host: string): void {
    if (this.#presenter.seesHost(host)) this.#networks.add(host)
  }

  vm(vm: VmRecord | VmGone): void {
    if (!this.#presenter.seesVm(vm)) return
    const key = `${vm.host} ${vm.id}`
    this.#vms.set(key, vm)
    // What it did while it ran would come after this, and look as if it did so still.
    if (!('state' in vm) || vm.state !== 'running') this.#stats.delete(key)
    if (this.#vms.size > mostWaiting) this.startOver()
  }

  job(job: JobRecord): void {
    this.#jobs.set(job.id, job)
  }

  alert(alert: AlertRecord): void {
    if (this.#presenter.seesAlert(alert)) this.#alerts.set(alert.id, alert)
  }

  /** Nothing came of it. */
  alertGone(alert: AlertRecord): void {
    if (this.#presenter.seesAlert(alert)) this.#alerts.set(alert.id, null)
  }

  stats(stats: VmStats): void {
    if (this.#presenter.seesVm(stats)) this.#stats.set(`${stats.host} ${stats.id}`, stats)
  }

  audit(): void {
    if (this.#presenter.seesAudit()) this.#audit = true
  }

  /** Drops what waits; the next message is `hello`, after which the browser reads everything anew. */
  startOver(): void {
    this.#hosts.clear()
    this.#vms.clear()
    this.#cutVms.clear()
    this.#jobs.clear()
    this.#alerts.clear()
    this.#stats.clear()
    this.#away.clear()
    this.#networks.clear()
    this.#audit = false
    this.#hello = true
  }

  get empty(): boolean {
    if (this.hidden) return !this.#hello && this.#alerts.size === 0
    const waiting = [this.#hosts, this.#vms, this.#cutVms, this.#jobs, this.#alerts, this.#away, this.#stats]
    return !this.#hello && !this.#audit && [...waiting, this.#networks].every(({ size }) => size === 0)
  }

  /** Cuts a batch of the VMs that changed up to now: browsers that cut at the same moment are told the very same. */
  cut(): void {
    if (this.#cutVms.size === 0) [this.#vms, this.#cutVms] = [this.#cutVms, this.#vms]
    for (const [key, vm] of this.#vms) this.#cutVms.set(key, vm)
    this.#vms.clear()
  }

  /**
   * The next message of what was cut, as a frame of its own: JSON in brackets. Null when there is none. What the caller
   * may do is asked at this moment.
   */
  next(): Buffer | null {
    if (!this.hidden && !this.#hello && this.#hosts.size === 0 && this.#cutVms.size > 0) return this.#nextVms()
    const message = this.#nextOther()
    return message && Buffer.from(JSON.stringify([message]))
  }

  #nextOther(): ServerMessage | null {
    if (this.#hello) {
      this.#hello = false
      return { type: 'hello', version: this.#version }
    }
    if (this.hidden) return this.#alerts.size > 0 ? this.#nextAlerts() : null
    if (this.#hosts.size > 0) return this.#nextHosts()
    for (const [host, since] of this.#away) {
      this.#away.delete(host)
      return { type: 'away', host, since }
    }
    for (const host of this.#networks) {
      this.#networks.delete(host)
      return { type: 'networks', host }
    }
    if (this.#jobs.size > 0) return this.#nextJobs()
    if (this.#alerts.size > 0) return this.#nextAlerts()
    if (this.#audit) {
      this.#audit = false
      return { type: 'audit' }
    }
    if (this.#stats.size === 0) return null
    const stats = [...this.#stats.values()].slice(0, mostPerFrame)
    for (const { host, id } of stats) this.#stats.delete(`${host} ${id}`)
    return { type: 'stats', stats }
  }

  #nextHosts(): ServerMessage {
    const hosts = [...this.#hosts]
    this.#hosts.clear()
    const changed = hosts.flatMap(([, host]) => (host === null ? [] : [this.#presenter.host(host)]))
    return { type: 'hosts', changed, removed: hosts.flatMap(([id, host]) => (host === null ? [id] : [])) }
  }

  #nextJobs(): ServerMessage | null {
    const changed = [...this.#jobs.values()].flatMap(job => this.#presenter.job(job) ?? [])
    this.#jobs.clear()
    return changed.length > 0 ? { type: 'jobs', changed } : null
  }

  #nextAlerts(): ServerMessage {
    const some = [...this.#alerts].slice(0, mostPerFrame)
    for (const [id] of some) this.#alerts.delete(id)
    const changed = some.flatMap(([, alert]) => (alert === null ? [] : [this.#presenter.alert(alert)]))
    return { type: 'alerts', changed, gone: some.flatMap(([id, alert]) => (alert === null ? [id] : [])) }
  }

  #nextVms(): Buffer {
    const changed: string[] = []
    const removed: VmGone[] = []
    for (const [key, vm] of this.#cutVms) {
      if (changed.length + removed.length >= mostPerFrame) break
      this.#cutVms.delete(key)
      if ('name' in vm) changed.push(this.#presenter.vm(vm))
      else removed.push(vm)
    }
    return vmsMessage(changed, removed)
  }
}

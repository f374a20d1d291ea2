import type { Logger } from 'pino'
import type { Hosts } from '../hosts/hosts.ts'
import type { HostSnapshot, VmHappening, VmRecord } from '../hosts/vm-record.ts'
import { type Act, type Audit, nobody } from './audit.ts'

/** While the database does not answer, so many events are kept; what comes after is counted, and said. */
const mostKept = 10_000
const retryMs = 1000

interface Kept {
  readonly act: Act
  readonly at: Date
  readonly outside: boolean
}

/** Writes down what libvirt tells that no act of ours brought about, and when a host could not be watched. */
export class OutsideWatch {
  readonly #audit: Audit
  readonly #hosts: Hosts
  readonly #log: Logger
  /** Of several servers one writes. */
  readonly #leads: () => boolean
  /** VMs that were told to be paused, and not since to be anything else. */
  readonly #paused = new Set<string>()
  /** Since when each host was not watched. */
  readonly #unseen = new Map<string, string>()
  #kept: Kept[] = []
  #lost = 0
  #writing = false
  #timer: NodeJS.Timeout | undefined
  readonly #onHappened = (happening: VmHappening) => this.#happened(happening)
  readonly #onHost = (host: HostSnapshot) => this.#host(host)

  constructor({ audit, hosts, log, leads }: { audit: Audit; hosts: Hosts; log: Logger; leads: () => boolean }) {
    this.#audit = audit
    this.#hosts = hosts
    this.#log = log
    this.#leads = leads
  }

  /** Call before the hosts are connected: else what happens first is missed. */
  start(): void {
    this.#hosts.changes.on('happened', this.#onHappened).on('host', this.#onHost)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#hosts.changes.off('happened', this.#onHappened).off('host', this.#onHost)
  }

  #happened(happening: VmHappening): void {
    const { id, name, host, action, args } = happening
    const key = `${host} ${id}`
    const cause = this.#audit.ownActs.cause(happening)
    const wasPaused = this.#paused.delete(key) || isPaused(happening.known)
    if (action === 'vmPaused' || action === 'vmAsleep') this.#paused.add(key)
    // QEMU tells "resumed" of every VM that starts: that goes without saying.
    if (cause?.how === 'at-once' || (action === 'vmResumed' && !wasPaused)) return
    const subject = { object: `vm:${id}`, objectName: name, host }
    this.#keep({ action, caller: cause?.act.caller ?? nobody, ...subject, args }, cause === null)
  }

  #host({ id, name, state, since, problem }: HostSnapshot): void {
    const subject = { object: `host:${id}`, objectName: name, host: id }
    if (state === 'away' && !this.#unseen.has(id)) {
      this.#unseen.set(id, since)
      this.#keep({ action: 'hostAway', caller: nobody, ...subject, args: { problem: problem?.code } }, true)
    }
    const unseenSince = this.#unseen.get(id)
    if (state !== 'connected' || unseenSince === undefined) return
    this.#unseen.delete(id)
    this.#keep({ action: 'hostBack', caller: nobody, ...subject, args: { unseenSince } }, true)
  }

  #keep(act: Act, outside: boolean): void {
    if (!this.#leads()) return
    if (this.#kept.length < mostKept) this.#kept.push({ act, at: new Date(), outside })
    else this.#lost++
    if (!this.#writing) void this.#write()
  }

  async #write(): Promise<void> {
    this.#writing = true
    try {
      while (this.#kept.length > 0) {
        // All at once: they share a commit, and keep their order.
        const batch = this.#kept.slice(0, 500)
        await Promise.all(batch.map(({ act, ...how }) => this.#audit.happened(act, how)))
        this.#kept = this.#kept.slice(batch.length)
        if (this.#lost > 0) await this.#sayLost()
      }
      this.#writing = false
    } catch (error) {
      this.#log.warn({ err: error, kept: this.#kept.length }, 'what happened outside could not be written down yet')
      this.#timer = setTimeout(() => void this.#write(), retryMs)
    }
  }

  async #sayLost(): Promise<void> {
    const [count, subject] = [this.#lost, { object: null, objectName: null, host: null }]
    await this.#audit.happened({ action: 'eventsLost', caller: nobody, ...subject, args: { count } })
    this.#lost -= count
  }
}

/** QEMU also has every VM paused while it starts. */
const isPaused = (vm: VmRecord | undefined) => vm?.state === 'paused' && vm.reason !== 'starting up'

import type { Logger } from 'pino'
import type { Hosts } from '../hosts/hosts.ts'
import type { HostSnapshot, VmHappening, VmRecord } from '../hosts/vm-record.ts'
import { type Act, type Audit, nobody } from './audit.ts'

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
    this.#audit.happened(act, { outside, over: true }).catch(error => {
      this.#log.error({ err: error, audit: act }, 'what happened outside could not be written down')
    })
  }
}

/** QEMU also has every VM paused while it starts. */
const isPaused = (vm: VmRecord | undefined) => vm?.state === 'paused' && vm.reason !== 'starting up'

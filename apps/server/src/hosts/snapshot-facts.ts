import { ConnectListAllDomainsFlags, type DomainSnapshot } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from './host-link.ts'
import type { VmHappening } from './vm-record.ts'

/** One call tells which VMs of a host have any at all. */
const lookMs = 60_000
/** Those that have some are asked again so often: whoever deletes one of two with virsh tells nobody. */
const eachMs = 300_000

/**
 * The snapshots of a host's VMs. One call a minute tells which VMs have any, and only these are asked for theirs, one
 * at a time: most fleets have few, and a host without any costs nothing more.
 */
export class SnapshotFacts {
  readonly #link: HostLink
  readonly #timer: NodeJS.Timeout
  readonly #happened = ({ id, args }: VmHappening) => {
    if (args.reason === 'snapshot') void this.read(id).catch(() => {})
  }
  #eachDue = 0
  #looking = false
  #lacking = false

  constructor(link: HostLink) {
    this.#link = link
    link.changes.on('happened', this.#happened)
    this.#timer = setInterval(() => void this.#look(), lookMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#link.changes.off('happened', this.#happened)
  }

  /** The host was read whole: its daemon may be another than before. */
  restart(): void {
    this.#lacking = false
    this.#eachDue = 0
    void this.#look()
  }

  /** Reads those of one VM now, by name; `current` is the name of the one that it goes on from. */
  async read(id: string): Promise<{ snapshots: DomainSnapshot[]; current: string | null }> {
    const vm = this.#link.inventory.get(id)
    if (vm === undefined) return { snapshots: [], current: null }
    const { snapshots } = await this.#link.call('domainListAllSnapshots', { dom: vm.dom, need_results: 1, flags: 0 })
    const current = snapshots.length === 0 ? null : await this.#current(vm.dom)
    const names = snapshots.map(({ name }) => name).sort()
    this.#link.inventory.snapshots(id, { snapshots: names, currentSnapshot: current })
    return { snapshots, current }
  }

  /** libvirt says "no current snapshot" by an error. */
  async #current(dom: Parameters<HostLink['inventory']['put']>[0]['dom']): Promise<string | null> {
    return this.#link.call('domainSnapshotCurrent', { dom, flags: 0 }).then(
      ({ snap }) => snap.name,
      () => null,
    )
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#lacking || !this.#link.connected) return
    this.#looking = true
    try {
      const flags = ConnectListAllDomainsFlags.HAS_SNAPSHOT
      const { domains } = await this.#link.call('connectListAllDomains', { need_results: 1, flags })
      const having = new Set(domains.map(({ uuid }) => uuid))
      const all = Date.now() >= this.#eachDue
      if (all) this.#eachDue = Date.now() + eachMs
      for (const { id, snapshots } of [...this.#link.inventory.all()]) {
        const had = snapshots.length > 0
        if (having.has(id) ? all || !had : had) await this.read(id).catch(() => {})
      }
    } catch (error) {
      // Drivers without snapshots say so once; whatever else was wrong is tried again.
      if (error instanceof Fault && error.code === 'NOT_SUPPORTED') this.#lacking = true
    } finally {
      this.#looking = false
    }
  }
}

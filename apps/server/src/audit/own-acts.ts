import type { OutsideAction } from '@porthole/contract'
import type { VmHappening } from '../hosts/vm-record.ts'
import type { Act } from './audit.ts'

/** Events reach us by another connection than the answers to calls: they may come a moment after. */
const graceMs = 5000
/** A guest that was asked to shut down takes its time. */
const laterMs = 15 * 60_000

interface OwnAct {
  readonly act: Act
  readonly causes: Set<OutsideAction>
  readonly passes: Set<OutsideAction>
  readonly later: Set<OutsideAction>
  running: boolean
  /** Until when what it causes may come, once it has ended. */
  until: number
}

/** The acts of ours that go on or have just ended: what libvirt tells of a VM meanwhile may be their doing. */
export class OwnActs {
  readonly #now: () => number
  readonly #acts = new Set<OwnAct>()

  /** `now` is a monotonic clock in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Call the answer when the act has ended. */
  begin(act: Act): () => void {
    const { causes = [], passes = [], causesLater = [] } = act.events ?? {}
    if (causes.length + causesLater.length === 0) return () => {}
    const ended = { running: true, until: 0 }
    const own = { act, causes: new Set(causes), passes: new Set(passes), later: new Set(causesLater), ...ended }
    this.#acts.add(own)
    return () => {
      own.running = false
      own.passes.clear()
      own.until = this.#now() + (own.later.size > 0 ? laterMs : graceMs)
    }
  }

  /** The act that brought this about; `at-once` when it is the act itself, and nothing more to tell. */
  cause(happening: VmHappening): { act: Act; how: 'at-once' | 'later' } | null {
    this.#sweep()
    for (const own of this.#acts) {
      if (!isAbout(own.act, happening)) continue
      // An act explains each kind of event once: a second one is somebody else's.
      const atOnce = own.causes.delete(happening.action) || own.passes.delete(happening.action)
      if (atOnce) return { act: own.act, how: 'at-once' }
      if (own.later.delete(happening.action)) return { act: own.act, how: 'later' }
    }
    return null
  }

  #sweep(): void {
    const now = this.#now()
    for (const own of this.#acts) {
      const spent = own.causes.size + own.later.size === 0
      if (!own.running && (spent || own.until < now)) this.#acts.delete(own)
    }
  }
}

/** A VM that is only being made is known by the name that it will have. */
function isAbout(act: Act, { id, host, name }: VmHappening): boolean {
  if (act.host !== host) return false
  return act.object === `vm:${id}` || (act.object === `host:${host}` && act.args.name === name)
}

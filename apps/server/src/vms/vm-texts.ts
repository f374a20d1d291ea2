import type { Caller, Core } from '../core.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { presentVm } from './present-vm.ts'

interface Known {
  /** What the text depends on beside the record: each of these is one object for all who are alike. */
  readonly can: unknown
  readonly placements: unknown
  readonly text: string
}

/** Each VM as JSON, made once for all who may do the same with it: fifty browsers hear of a thousand changes at a time. */
class VmTexts {
  readonly #core: Pick<Core, 'access'>
  /** A record is never changed, but replaced. */
  readonly #known = new WeakMap<VmRecord, Known[]>()

  constructor(core: Pick<Core, 'access'>) {
    this.#core = core
  }

  of(vm: VmRecord, caller: Caller): string {
    const can = caller.may({ vm })
    const { placements } = this.#core.access
    const known = this.#known.get(vm) ?? []
    const same = known.find(known => known.can === can && known.placements === placements)
    if (same !== undefined) return same.text
    const text = JSON.stringify(presentVm(this.#core, vm, caller))
    // Placements are made anew when they are read: what was made for the old ones is not asked for again.
    this.#known.set(vm, [...known.filter(known => known.placements === placements), { can, placements, text }])
    return text
  }
}

const all = new WeakMap<Pick<Core, 'access'>, VmTexts>()

/** Those of one server, for whoever tells of its VMs. */
export function textsOf(core: Pick<Core, 'access'>): VmTexts {
  const known = all.get(core) ?? new VmTexts(core)
  all.set(core, known)
  return known
}

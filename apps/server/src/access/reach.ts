import type { Scope } from '@porthole/contract'
import { type NumberedVm, numberIn, numberOf } from '../hosts/vm-record.ts'
import { type Mask, maskOf } from './mask.ts'
import type { Placement, Placements } from './placements.ts'

/** What somebody may do something with. */
export interface Place {
  readonly vm?: NumberedVm & { readonly host: string }
  readonly host?: string
  readonly pool?: { readonly host: string; readonly name: string }
  readonly network?: { readonly host: string; readonly name: string }
}

/** A role somewhere, as it counts for one person. */
export interface Held {
  readonly mask: Mask
  readonly on: Scope
}

const seesHost = maskOf(['host.see'])

/** All that one person may do, ready to be asked. What it says does not change, but as VMs change folders and tags. */
export class Reach {
  /** Whether it depends on folders and tags what may be done with a VM. */
  readonly looksAtPlacements: boolean
  readonly #placements: Placements
  readonly #masks = new Map<string, Mask>()
  /** The same for what is asked ten thousand times for a list: by the host's id, and by the VM's number. */
  readonly #hosts = new Map<string, Mask>()
  readonly #vms = new Map<number, Mask>()
  readonly #places = new Map<Placement, Mask>()
  #everywhere: Mask = 0
  #somewhere: Mask = 0

  constructor(held: readonly Held[], placements: Placements) {
    this.looksAtPlacements = held.some(({ on }) => on.kind === 'folder' || on.kind === 'tag')
    this.#placements = placements
    for (const { mask, on } of held) {
      this.#somewhere |= mask
      if (on.kind === 'everything') this.#everywhere |= mask
      else this.#add(on, mask)
      // A pool or network is named by its host, so whoever may use it sees that host.
      if (on.kind === 'pool' || on.kind === 'network') this.#add({ kind: 'host', host: on.host }, seesHost)
    }
  }

  /** What holds at a place; without one, what holds everywhere. */
  at({ vm, host, pool, network }: Place = {}): Mask {
    let mask = this.#everywhere
    if (this.#masks.size === 0) return mask
    if (vm !== undefined) mask |= this.#ofVm(vm)
    if (host !== undefined) mask |= this.#ofHost(host)
    if (pool !== undefined) mask |= this.#ofHost(pool.host) | this.#of(`pool ${pool.host} ${pool.name}`)
    if (network !== undefined) {
      mask |= this.#ofHost(network.host) | this.#of(`network ${network.host} ${network.name}`)
    }
    return mask
  }

  /** What holds on at least one object. */
  get somewhere(): Mask {
    return this.#somewhere
  }

  /** Whether the other says the same of every place, as long as VMs stay in their folders and keep their tags. */
  isAs(other: Reach): boolean {
    if (this.#everywhere !== other.#everywhere || this.#masks.size !== other.#masks.size) return false
    return [...this.#masks].every(([key, mask]) => other.#of(key) === mask)
  }

  #ofVm({ id, host, number = numberIn({ id }) }: NumberedVm & { readonly host: string }): Mask {
    const mask = this.#ofHost(host) | (this.#vms.get(number) ?? 0)
    const placement = this.looksAtPlacements ? this.#placements.of({ id, number }) : null
    return placement === null ? mask : mask | this.#ofPlacement(placement)
  }

  /** Worked out once for all VMs that are in the same folder and carry the same tags. */
  #ofPlacement(placement: Placement): Mask {
    let mask = this.#places.get(placement)
    if (mask === undefined) {
      mask = 0
      for (const folder of this.#placements.upwards(placement.folder)) mask |= this.#of(`folder ${folder}`)
      for (const tag of placement.tags) mask |= this.#of(`tag ${tag}`)
      this.#places.set(placement, mask)
    }
    return mask
  }

  #ofHost(host: string): Mask {
    return this.#hosts.get(host) ?? 0
  }

  #of(key: string): Mask {
    return this.#masks.get(key) ?? 0
  }

  #add(on: Scope, mask: Mask): void {
    const key = keyOf(on)
    this.#masks.set(key, this.#of(key) | mask)
    if (on.kind === 'host') this.#hosts.set(on.host, this.#of(key))
    if (on.kind === 'vm') this.#vms.set(numberOf(on.vm), this.#of(key))
  }
}

/** Names a scope: the same name for the same place. */
function keyOf(on: Scope): string {
  switch (on.kind) {
    case 'everything':
      return 'everything'
    case 'host':
      return `host ${on.host}`
    case 'folder':
      return `folder ${on.folder}`
    case 'tag':
      return `tag ${on.tag}`
    case 'vm':
      return `vm ${on.vm}`
    case 'pool':
      return `pool ${on.host} ${on.pool}`
    case 'network':
      return `network ${on.host} ${on.network}`
  }
}

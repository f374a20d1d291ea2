import type { Scope } from '@porthole/contract'
import { type Mask, maskOf } from './mask.ts'
import type { Placements } from './placements.ts'

/** What somebody may do something with. */
export interface Place {
  readonly vm?: { readonly id: string; readonly host: string }
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
  readonly #held: readonly Held[]
  readonly #placements: Placements
  readonly #masks = new Map<string, Mask>()
  #everywhere: Mask = 0
  #somewhere: Mask = 0

  constructor(held: readonly Held[], placements: Placements) {
    this.#held = held
    this.#placements = placements
    for (const { mask, on } of held) {
      this.#somewhere |= mask
      if (on.kind === 'everything') this.#everywhere |= mask
      else this.#add(keyOf(on), mask)
      // A pool or network is named by its host, so whoever may use it sees that host.
      if (on.kind === 'pool' || on.kind === 'network') this.#add(keyOf({ kind: 'host', host: on.host }), seesHost)
    }
  }

  /** What holds at a place; without one, what holds everywhere. */
  at({ vm, host, pool, network }: Place = {}): Mask {
    let mask = this.#everywhere
    if (this.#masks.size === 0) return mask
    if (vm !== undefined) mask |= this.#ofVm(vm)
    if (host !== undefined) mask |= this.#of(`host ${host}`)
    if (pool !== undefined) mask |= this.#of(`host ${pool.host}`) | this.#of(`pool ${pool.host} ${pool.name}`)
    if (network !== undefined)
      mask |= this.#of(`host ${network.host}`) | this.#of(`network ${network.host} ${network.name}`)
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

  /** Whether it depends on folders and tags what may be done with a VM. */
  get looksAtPlacements(): boolean {
    return this.#held.some(({ on }) => on.kind === 'folder' || on.kind === 'tag')
  }

  #ofVm({ id, host }: { id: string; host: string }): Mask {
    let mask = this.#of(`host ${host}`) | this.#of(`vm ${id}`)
    const placement = this.#placements.of(id)
    if (placement === null) return mask
    for (const folder of this.#placements.upwards(placement.folder)) mask |= this.#of(`folder ${folder}`)
    for (const tag of placement.tags) mask |= this.#of(`tag ${tag}`)
    return mask
  }

  #of(key: string): Mask {
    return this.#masks.get(key) ?? 0
  }

  #add(key: string, mask: Mask): void {
    this.#masks.set(key, this.#of(key) | mask)
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

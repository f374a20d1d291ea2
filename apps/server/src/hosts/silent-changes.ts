import { hash } from 'node:crypto'
import type { Pool } from '@porthole/libvirt'
import { takingIn } from './domain-read.ts'
import { readXml } from './full-read.ts'
import type { Inventory } from './inventory.ts'
import type { VmRecord } from './vm-record.ts'

/** All VMs of a host have been looked at after so many looks: ten minutes, at a look a minute. */
export const looks = 10

/**
 * Finds what libvirt has no event for: a device that is changed in the configuration alone, as by `virsh attach-disk
 * --config`, or a card that is updated. XML that is the same as before costs a call and a hash, and is not parsed.
 */
export class SilentChanges {
  readonly #pool: Pool
  readonly #inventory: Inventory
  readonly #hashes = new Map<string, string>()
  #look = 0

  constructor(pool: Pool, inventory: Inventory) {
    this.#pool = pool
    this.#inventory = inventory
  }

  /** The VM was read whole. */
  know(id: string, xml: string): void {
    this.#hashes.set(id, hash('sha1', xml))
  }

  /** Looks at the next tenth of the VMs: those whose XML is not as it was. */
  async next(): Promise<VmRecord[]> {
    const look = this.#look++ % looks
    for (const id of this.#hashes.keys()) if (!this.#inventory.get(id)) this.#hashes.delete(id)
    const other: VmRecord[] = []
    for (const vm of [...this.#inventory.all()].filter(({ number }) => number % looks === look)) {
      const xml = await readXml(this.#pool, vm.dom)
      await takingIn.turn()
      const before = this.#hashes.get(vm.id)
      // A guest that is stuck, or went meanwhile, says nothing.
      if (xml) this.know(vm.id, xml)
      if (xml && this.#hashes.get(vm.id) !== before) other.push(vm)
    }
    return other
  }
}

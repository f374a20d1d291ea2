import type { Folder } from '@porthole/contract'
import { type NumberedVm, numberIn, numberOf } from '../hosts/vm-record.ts'

/** Where a VM is kept. */
export interface Placement {
  readonly folder: string | null
  readonly tags: readonly string[]
}

/** The folders, tags and owners of all VMs. VMs that are kept alike share one placement. */
export class Placements {
  readonly #folders = new Map<string, Folder>()
  readonly #vms = new Map<string, Placement>()
  /** The same by each VM's number. */
  readonly #byNumber: Placement[] = []
  readonly #owners = new Map<string, string>()
  readonly #known = new Map<string, Placement>()

  constructor(
    folders: readonly Folder[],
    places: readonly { vm: string; folderId: string }[],
    tags: readonly { vm: string; tag: string }[],
    owners: readonly { vm: string; user: { name: string } }[] = [],
  ) {
    for (const { vm, user } of owners) this.#owners.set(vm, user.name)
    for (const folder of folders) this.#folders.set(folder.id, folder)
    const tagsOf = new Map<string, string[]>(places.map(({ vm }) => [vm, []]))
    for (const { vm, tag } of tags) tagsOf.set(vm, [...(tagsOf.get(vm) ?? []), tag])
    const folderOf = new Map(places.map(({ vm, folderId }) => [vm, folderId]))
    for (const [vm, tags] of tagsOf) this.#put(vm, { folder: folderOf.get(vm) ?? null, tags: tags.sort() })
  }

  /** One VM is kept elsewhere now, carries other tags, or has another owner. */
  change(vm: string, placement: Placement, owner: string | null): void {
    if (owner === null) this.#owners.delete(vm)
    else this.#owners.set(vm, owner)
    if (placement.folder !== null || placement.tags.length > 0) this.#put(vm, placement)
    else {
      this.#vms.delete(vm)
      delete this.#byNumber[numberOf(vm)]
    }
  }

  #put(vm: string, placement: Placement): void {
    const key = JSON.stringify(placement)
    const shared = this.#known.get(key) ?? placement
    this.#known.set(key, shared)
    this.#vms.set(vm, shared)
    this.#byNumber[numberOf(vm)] = shared
  }

  /** Null for a VM that is in no folder and carries no tag. */
  of(vm: NumberedVm): Placement | null {
    return this.#byNumber[numberIn(vm)] ?? null
  }

  /** The name of whoever answers for it. */
  ownerOf(vm: string): string | null {
    return this.#owners.get(vm) ?? null
  }

  folders(): readonly Folder[] {
    return [...this.#folders.values()]
  }

  folder(id: string): Folder | null {
    return this.#folders.get(id) ?? null
  }

  /** A folder and those it is in, the innermost first. */
  *upwards(id: string | null): Generator<string> {
    // Never more steps than folders, whatever the database says.
    for (let left = this.#folders.size; id !== null && left > 0; left--) {
      yield id
      id = this.#folders.get(id)?.parent ?? null
    }
  }

  /** "lab/builders": the folder's name behind those it is in; null where there is none. */
  path(id: string): string | null {
    if (!this.#folders.has(id)) return null
    return [...this.upwards(id)]
      .reverse()
      .map(folder => this.#folders.get(folder)?.name ?? '')
      .join('/')
  }

  /** The VMs in a folder itself. */
  vmsIn(folder: string): string[] {
    return [...this.#vms].flatMap(([vm, placement]) => (placement.folder === folder ? [vm] : []))
  }
}

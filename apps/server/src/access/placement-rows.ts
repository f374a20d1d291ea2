import { Gathered } from '../database/gathered.ts'
import type { Database } from '../database/open-database.ts'

interface Tagged {
  readonly vm: string
  readonly tags: readonly string[]
}

interface Placed {
  readonly vm: string
  readonly folder: string | null
}

/** Where VMs are kept, as it stands in the database. What is asked for of many VMs at a time is written in few goes. */
export class PlacementRows {
  readonly #database: Database
  readonly #tags = new Gathered<Tagged>(batch => this.#writeTags(batch))
  readonly #places = new Gathered<Placed>(batch => this.#writePlaces(batch))

  constructor(database: Database) {
    this.#database = database
  }

  /** The VM carries these tags and no others. */
  tag(vm: string, tags: readonly string[]): Promise<void> {
    return this.#tags.add({ vm, tags })
  }

  place(vm: string, folder: string | null): Promise<void> {
    return this.#places.add({ vm, folder })
  }

  async #writeTags(batch: readonly Tagged[]): Promise<void> {
    const { vmTag } = this.#database
    const last = new Map(batch.map(({ vm, tags }) => [vm, tags]))
    const data = [...last].flatMap(([vm, tags]) => tags.map(tag => ({ vm, tag })))
    await this.#database.$transaction([
      vmTag.deleteMany({ where: { vm: { in: [...last.keys()] } } }),
      vmTag.createMany({ data }),
    ])
  }

  async #writePlaces(batch: readonly Placed[]): Promise<void> {
    const { vmPlace } = this.#database
    const last = new Map(batch.map(({ vm, folder }) => [vm, folder]))
    const data = [...last].flatMap(([vm, folderId]) => (folderId === null ? [] : [{ vm, folderId }]))
    await this.#database.$transaction([
      vmPlace.deleteMany({ where: { vm: { in: [...last.keys()] } } }),
      vmPlace.createMany({ data }),
    ])
  }
}

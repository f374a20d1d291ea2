import { randomUUID } from 'node:crypto'
import type { Database } from '../database/open-database.ts'

export interface StoredHost {
  readonly id: string
  readonly name: string
  readonly uri: string
}

/** The hosts in the database. A removed one keeps its row as a mark that it was removed on purpose. */
export class HostRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): Promise<StoredHost[]> {
    return this.#database.host.findMany({
      where: { removedAt: null },
      orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
      select: { id: true, name: true, uri: true },
    })
  }

  /** True when this URI was never a host here, not even one that was removed since. */
  async lacks(uri: string): Promise<boolean> {
    return (await this.#database.host.findUnique({ where: { uri } })) === null
  }

  /** A host that was removed comes back as itself: its audit rows go on meaning it. */
  async add({ name, uri }: Omit<StoredHost, 'id'>): Promise<string> {
    const position = await this.#database.host.count()
    const { id } = await this.#database.host.upsert({
      where: { uri },
      create: { id: randomUUID(), name, uri, position },
      update: { name, removedAt: null },
    })
    return id
  }

  async remove(id: string): Promise<void> {
    await this.#database.host.update({ where: { id }, data: { removedAt: new Date() } })
  }
}

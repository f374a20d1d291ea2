import { randomUUID } from 'node:crypto'
import type { HostCertificates } from '@porthole/contract'
import type { Seal } from '../auth/seal.ts'
import type { Database } from '../database/open-database.ts'
import type { HostMarks } from './vm-record.ts'

export interface StoredHost extends Readonly<HostMarks> {
  readonly id: string
  readonly uri: string
  readonly plainTcp: boolean
  /** `lost` where they can not be opened with this installation's key. */
  readonly certificates: HostCertificates | 'lost' | null
}

export type NewRow = Pick<StoredHost, 'name' | 'uri' | 'plainTcp'> & { readonly certificates: HostCertificates | null }

/** What may be changed of a host; what is left out stays as it is. */
export interface RowChange {
  readonly name?: string | undefined
  readonly notes?: string | undefined
  readonly maintenance?: string | null | undefined
  readonly labels?: string[] | undefined
  readonly colour?: HostMarks['colour'] | undefined
  readonly certificates?: HostCertificates | null | undefined
}

/** The hosts in the database. A removed one keeps its row as a mark that it was removed on purpose. */
export class HostRows {
  readonly #database: Database
  readonly #seal: Seal

  constructor(database: Database, seal: Seal) {
    this.#database = database
    this.#seal = seal
  }

  async all(): Promise<StoredHost[]> {
    const rows = await this.#database.host.findMany({
      where: { removedAt: null },
      orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
    })
    return rows.map(({ id, name, uri, maintenanceSince, labels, colour, plainTcp, certificates }) => ({
      ...{ id, name, uri, plainTcp },
      maintenance: maintenanceSince?.toISOString() ?? null,
      labels: JSON.parse(labels),
      colour: colour as HostMarks['colour'],
      certificates: certificates === null ? null : this.#opened(id, certificates),
    }))
  }

  /** True when this URI was never a host here, not even one that was removed since. */
  async lacks(uri: string): Promise<boolean> {
    return (await this.#database.host.findUnique({ where: { uri } })) === null
  }

  /** A host that was removed comes back as itself: its audit rows go on meaning it. */
  async add({ name, uri, plainTcp, certificates }: NewRow): Promise<string> {
    const before = await this.#database.host.findUnique({ where: { uri }, select: { id: true } })
    const id = before?.id ?? randomUUID()
    const position = await this.#database.host.count()
    const row = { name, plainTcp, certificates: certificates && this.#closed(id, certificates), maintenanceSince: null }
    await this.#database.host.upsert({
      where: { uri },
      create: { ...row, id, uri, position },
      update: { ...row, removedAt: null },
    })
    return id
  }

  async notes(id: string): Promise<string> {
    return (await this.#database.host.findUnique({ where: { id }, select: { notes: true } }))?.notes ?? ''
  }

  async change(id: string, { name, notes, maintenance, labels, colour, certificates }: RowChange): Promise<void> {
    await this.#database.host.update({
      where: { id },
      data: {
        ...(name !== undefined && { name }),
        ...(notes !== undefined && { notes }),
        ...(maintenance !== undefined && { maintenanceSince: maintenance }),
        ...(labels !== undefined && { labels: JSON.stringify(labels) }),
        ...(colour !== undefined && { colour }),
        ...(certificates !== undefined && { certificates: certificates && this.#closed(id, certificates) }),
      },
    })
  }

  /** No private key stays behind, nor what people said of it: who adds it again begins anew. */
  async remove(id: string): Promise<void> {
    const nothing = { notes: '', labels: '[]', colour: null, certificates: null }
    await this.#database.host.update({ where: { id }, data: { removedAt: new Date(), ...nothing } })
  }

  #closed(id: string, certificates: HostCertificates): string {
    return this.#seal.close(JSON.stringify(certificates), `host:${id}`)
  }

  #opened(id: string, sealed: string): HostCertificates | 'lost' {
    const text = this.#seal.open(sealed, `host:${id}`)
    return text === null ? 'lost' : JSON.parse(text)
  }
}

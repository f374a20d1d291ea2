import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../database/open-database.ts'
import { readEnd } from './audit-writer.ts'
import type { ChainEnd } from './chain.ts'

/** "<number>:<mac>", as `porthole audit verify` prints and takes it. */
export function parseEnd(text: string): ChainEnd | null {
  const [, seq, mac] = /^(\d+):([\w-]{43})$/.exec(text) ?? []
  return seq === undefined || mac === undefined ? null : { seq: Number(seq), mac }
}

/** The end of the chain, noted beside the database: what the database said then, whatever it says now. */
export class EndNote {
  readonly #file: string

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'audit.end')
  }

  /** Null where nothing was noted yet, or nothing that can be read. */
  read(): ChainEnd | null {
    try {
      return parseEnd(readFileSync(this.#file, 'utf8').trim())
    } catch {
      return null
    }
  }

  write({ seq, mac }: ChainEnd): void {
    writeFileSync(`${this.#file}.new`, `${seq}:${mac}\n`, { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
  }
}

/** Whether the database has not the row that was noted: then it was put back from a backup, or is another one. */
export async function isOlder(database: Database, noted: ChainEnd): Promise<boolean> {
  const { seq, cut } = await readEnd(database)
  if (noted.seq > seq) return true
  if (noted.seq <= cut) return false
  const row = await database.auditRow.findUnique({ where: { seq: noted.seq }, select: { mac: true } })
  return row?.mac !== noted.mac
}

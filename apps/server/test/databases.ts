import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

export type Dialect = 'sqlite' | 'postgresql'

/** What tests use that do not look at the database: `npm run test:postgresql` chooses the other for the whole suite. */
export const usualDialect: Dialect = process.env.PORTHOLE_TEST_DATABASE === 'postgresql' ? 'postgresql' : 'sqlite'

/** What tests run on that do; where PostgreSQL was chosen for all, SQLite has had its turn. */
export const dialects: readonly Dialect[] = usualDialect === 'postgresql' ? ['postgresql'] : ['sqlite', 'postgresql']

/** Where a test's data lie: what the configuration needs to open a database that nobody else has. */
export interface Place {
  readonly data: string
  readonly databaseUrl: string | null
}

/** Gives each test that asks an empty database of the dialect, and takes all away when the suite ends. */
export function emptyDatabases(dialect: Dialect): { place(): Promise<Place>; postgres(): Postgres } {
  const folders: string[] = []
  let postgres: Postgres | null = null
  beforeAll(async () => {
    if (dialect === 'postgresql') postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres?.remove()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })
  return {
    async place() {
      const data = mkdtempSync(join(tmpdir(), 'porthole-test-'))
      folders.push(data)
      return { data, databaseUrl: (await postgres?.makeDatabase()) ?? null }
    },
    postgres() {
      if (postgres === null) throw new Error('this suite has no PostgreSQL')
      return postgres
    },
  }
}

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { StartFailure } from '../start-failure.ts'
import type { MigrationConnection } from './migration-connection.ts'

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

// Prisma's own table, so that its tools agree about what was applied.
const history = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
    "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
}
const now = { sqlite: "strftime('%s', 'now') * 1000", postgresql: 'now()' }

/** The number under which Prisma's own tools lock: two servers that start at once apply each migration once. */
const advisoryLock = 72707369

/** Where the migrations of a dialect are; the same from `src` and from `dist`. */
export function migrationsFolder(dialect: MigrationConnection['dialect']): string {
  return fileURLToPath(new URL(`../../../../prisma/${dialect}/migrations/`, import.meta.url))
}

/** Brings the schema up to date, each migration whole or not at all, and closes the connection. */
export async function applyMigrations(
  connection: MigrationConnection,
  log: Logger,
  folder = migrationsFolder(connection.dialect),
): Promise<void> {
  try {
    if (connection.dialect === 'postgresql') await connection.run(`SELECT pg_advisory_lock(${advisoryLock})`)
    await connection.run(history[connection.dialect])
    for (const migration of missing(readMigrations(folder), await appliedChecksums(connection))) {
      await apply(connection, migration)
      log.info({ migration: migration.name }, 'the database schema was brought up to date')
    }
  } finally {
    await connection.close()
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter(name => existsSync(`${folder}/${name}/migration.sql`))
    .sort()
    .map(name => {
      const sql = readFileSync(`${folder}/${name}/migration.sql`, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function appliedChecksums(connection: MigrationConnection): Promise<Map<string, string>> {
  const query = 'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE rolled_back_at IS NULL'
  return new Map((await connection.rows(query)).map(([name, checksum]) => [String(name), String(checksum)]))
}

function missing(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name))
  const newer = [...applied.keys()].find(name => !known.has(name))
  if (newer !== undefined) {
    throw new StartFailure(
      `The database was made by a newer Porthole (it has the change "${newer}"): start that version, or restore a backup from before.`,
    )
  }
  const changed = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum)
  if (changed !== undefined) {
    throw new StartFailure(
      `The migration "${changed.name}" was changed after this database had it: put the released file back.`,
    )
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

async function apply(connection: MigrationConnection, { name, sql, checksum }: Migration): Promise<void> {
  const at = now[connection.dialect]
  const row = `INSERT INTO "_prisma_migrations"
    (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', '${name.replaceAll("'", "''")}', ${at}, ${at}, 1)`
  // A rebuilt table is dropped for a moment: with foreign keys on, its children would go too. The pragma does
  // nothing inside a transaction, so it stands around it.
  const sqlite = connection.dialect === 'sqlite'
  if (sqlite) await connection.run('PRAGMA foreign_keys = OFF')
  try {
    await connection.run('BEGIN')
    await connection.run(`${sql}\n;${row}`)
    if (sqlite) await refuseOrphans(connection)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {})
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartFailure(`The migration "${name}" failed and was undone: ${reason}`, { cause: error })
  } finally {
    if (sqlite) await connection.run('PRAGMA foreign_keys = ON')
  }
}

async function refuseOrphans(connection: MigrationConnection): Promise<void> {
  const orphans = await connection.rows('PRAGMA foreign_key_check')
  if (orphans.length > 0) throw new Error(`${orphans.length} rows would point at rows that are gone.`)
}

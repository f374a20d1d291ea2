import { join } from 'node:path'
import { PrismaClient as PostgresClient } from '@porthole/prisma/postgresql'
import { PrismaClient } from '@porthole/prisma/sqlite'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { applyMigrations } from './apply-migrations.ts'
import { connectPostgres, connectSqlite } from './migration-connection.ts'

/**
 * Typed as the SQLite client also where it is PostgreSQL's: SQLite's type is the smaller one, so code that compiles
 * runs on both.
 */
export type Database = PrismaClient

/**
 * better-sqlite3 waits for a lock on the event loop: long waits would freeze every console. Only a foreign program
 * ever holds the lock, and then the person is told to try again.
 */
const sqliteLockMs = 500

const postgresDeadlineMs = 5000

/** Opens the database and brings it up to date; fails with a StartFailure that says why. */
export async function openDatabase(config: Pick<Config, 'data' | 'databaseUrl'>, log: Logger): Promise<Database> {
  return config.databaseUrl === null
    ? openSqlite(join(config.data, 'porthole.db'), log)
    : openPostgres(config.databaseUrl, log)
}

/** Which of the two databases better-auth has before it. */
export function dialectOf(config: Pick<Config, 'databaseUrl'>): 'sqlite' | 'postgresql' {
  return config.databaseUrl === null ? 'sqlite' : 'postgresql'
}

async function openSqlite(file: string, log: Logger): Promise<Database> {
  const adapter = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: sqliteLockMs })
  await applyMigrations(await connectSqlite(adapter, file), log)
  const database = new PrismaClient({ adapter, errorFormat: 'minimal' })
  // The adapter holds one connection. FULL: an audit row that was written survives a power cut.
  await database.$queryRawUnsafe('PRAGMA synchronous = FULL')
  return database
}

async function openPostgres(url: string, log: Logger): Promise<Database> {
  await applyMigrations(await connectPostgres(url, postgresDeadlineMs), log)
  const adapter = new PrismaPg(
    {
      connectionString: url,
      connectionTimeoutMillis: postgresDeadlineMs,
      query_timeout: postgresDeadlineMs,
      keepAlive: true,
    },
    { onPoolError: error => log.warn({ err: error }, 'a connection to the database was lost') },
  )
  return new PostgresClient({ adapter, errorFormat: 'minimal' }) as unknown as Database
}

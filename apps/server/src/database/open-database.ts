import { join } from 'node:path'
import { PrismaClient as PostgresClient } from '@porthole/prisma/postgresql'
import { PrismaClient } from '@porthole/prisma/sqlite'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { applyMigrations } from './apply-migrations.ts'
import { inTurns } from './in-turns.ts'
import { connectPostgres, connectSqlite } from './migration-connection.ts'
import { type Driver, type Together, togetherBy } from './together.ts'

/**
 * Typed as the SQLite client also where it is PostgreSQL's: SQLite's type is the smaller one, so code that compiles
 * runs on both.
 */
export type Database = PrismaClient & { readonly together: Together }

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
  const drivers = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: sqliteLockMs })
  await applyMigrations(await connectSqlite(drivers, file), log)
  // It holds one connection.
  const driver = inTurns(await drivers.connect())
  // An audit row that was written survives a power cut.
  await driver.executeScript('PRAGMA synchronous = FULL')
  const database = new PrismaClient({ adapter: only(drivers, driver), errorFormat: 'minimal' })
  return withDriver(database, driver, 'sqlite')
}

async function openPostgres(url: string, log: Logger): Promise<Database> {
  await applyMigrations(await connectPostgres(url, postgresDeadlineMs), log)
  const drivers = new PrismaPg(
    {
      connectionString: url,
      connectionTimeoutMillis: postgresDeadlineMs,
      query_timeout: postgresDeadlineMs,
      keepAlive: true,
    },
    { onPoolError: error => log.warn({ err: error }, 'a connection to the database was lost') },
  )
  const driver = await drivers.connect()
  const database = new PostgresClient({ adapter: only(drivers, driver), errorFormat: 'minimal' })
  return withDriver(database as unknown as PrismaClient, driver, 'postgresql')
}

/** What Prisma asks for a driver: it gets this one. */
const only = <F extends { provider: Driver['provider']; adapterName: string }>(
  { provider, adapterName }: F,
  driver: Driver,
) => ({ provider, adapterName, connect: async () => driver })

/** From here on Prisma has the driver, and gives it up when it disconnects. */
async function withDriver(database: PrismaClient, driver: Driver, dialect: 'sqlite' | 'postgresql'): Promise<Database> {
  await database.$connect()
  return Object.assign(database, { together: togetherBy(driver, dialect) })
}

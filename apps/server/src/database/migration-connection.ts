import type { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import pg from 'pg'
import { StartFailure, systemReason } from '../start-failure.ts'

/** One connection of its own, for the time that migrations take. */
export interface MigrationConnection {
  readonly dialect: 'sqlite' | 'postgresql'
  /** Runs a script of any number of statements. */
  run(script: string): Promise<void>
  rows(query: string): Promise<readonly (readonly unknown[])[]>
  close(): Promise<void>
}

export async function connectSqlite(adapter: PrismaBetterSqlite3, file: string): Promise<MigrationConnection> {
  try {
    const connection = await adapter.connect()
    // Readers do not wait for the writer; the file remembers it.
    await connection.executeScript('PRAGMA journal_mode = WAL')
    return {
      dialect: 'sqlite',
      run: script => connection.executeScript(script),
      rows: async query => (await connection.queryRaw({ sql: query, args: [], argTypes: [] })).rows,
      close: () => connection.dispose(),
    }
  } catch (error) {
    const cause = (error as { cause?: { originalCode?: string; originalMessage?: string } }).cause
    const reason = systemReason({ code: cause?.originalCode, message: cause?.originalMessage ?? String(error) })
    throw new StartFailure(`The database ${file} can not be used: ${reason}.`, { cause: error })
  }
}

export async function connectPostgres(url: string, deadlineMs: number): Promise<MigrationConnection> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: deadlineMs })
  // What a lost connection does to a query is that query's rejection; the event alone must not end the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new StartFailure(`The PostgreSQL at ${placeOf(url)} (DATABASE_URL) refused: ${pgReason(error)}.`, {
      cause: error,
    })
  }
  return {
    dialect: 'postgresql',
    run: async script => void (await client.query(script)),
    rows: async query => (await client.query({ text: query, rowMode: 'array' })).rows,
    close: () => client.end(),
  }
}

/** Of an address only what is no secret. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** Node tries each address of a name and gives the failures together. */
function pgReason(error: unknown): string {
  return systemReason(error instanceof AggregateError ? error.errors[0] : error)
}

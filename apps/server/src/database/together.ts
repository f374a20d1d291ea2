import type { Prisma } from '@porthole/prisma/sqlite'
import type { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'

/** The connection, or pool of connections, that Prisma works with. */
export type Driver = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>

/** Does all of these or none, in this order; resolves when they are safely written. */
export type Together = (statements: readonly Prisma.Sql[]) => Promise<void>

/** A statement failed; its message is what the driver and the database said. */
class StatementFailed extends Error {
  readonly taken: boolean

  constructor(cause: unknown) {
    const said = (cause as { cause?: { kind?: string; originalCode?: string; originalMessage?: string } }).cause
    const words = [said?.originalCode, said?.originalMessage, said?.kind, (cause as Error).message]
    super(words.filter(Boolean).join(' '), { cause })
    // As Prisma calls what it passes on.
    this.name = 'DriverAdapterError'
    this.taken = said?.kind === 'UniqueConstraintViolation'
  }
}

/** Whether there is a row of that key already. */
export const isTaken = (error: unknown) => error instanceof StatementFailed && error.taken

/**
 * Every writing request waits for the audit. Through Prisma's engine its four statements cost four times what the
 * driver and SQLite need for them; this goes straight to the driver, and takes its turn among Prisma's transactions.
 */
export function togetherBy(driver: Driver, dialect: 'sqlite' | 'postgresql'): Together {
  return async statements => {
    try {
      const transaction = await driver.startTransaction()
      try {
        for (const statement of statements) await transaction.executeRaw(queryOf(statement, dialect))
        await transaction.executeRaw(bare('COMMIT'))
      } catch (error) {
        // Where the connection is lost nothing is left to roll back; it must be given back all the same.
        await transaction.executeRaw(bare('ROLLBACK')).catch(() => {})
        await transaction.rollback()
        throw error
      }
      await transaction.commit()
    } catch (error) {
      throw new StatementFailed(error)
    }
  }
}

const bare = (sql: string) => ({ sql, args: [], argTypes: [] })

function queryOf(statement: Prisma.Sql, dialect: 'sqlite' | 'postgresql') {
  const args = statement.values
  return {
    sql: dialect === 'sqlite' ? statement.sql : statement.text,
    args,
    argTypes: args.map(value => ({ scalarType: scalarOf(value), arity: 'scalar' as const })),
  }
}

function scalarOf(value: unknown): 'int' | 'datetime' | 'string' {
  if (typeof value === 'number') return 'int'
  return value instanceof Date ? 'datetime' : 'string'
}

import type { Driver } from './together.ts'

const rollBack = { sql: 'ROLLBACK', args: [], argTypes: [] }

/**
 * SQLite's driver has one connection: what is asked for while a transaction is open would become a part of it, and be
 * undone with it. Here each transaction has the connection for itself until it has ended, and all go in their order.
 */
export function inTurns(driver: Driver): Driver {
  let last: Promise<void> = Promise.resolve()
  /** Resolves when it is one's turn, which lasts until what it gives is called. */
  const turn = (): Promise<() => void> => {
    const before = last
    let end = () => {}
    last = new Promise(resolve => {
      end = resolve
    })
    return before.then(() => end)
  }
  const alone =
    <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const end = await turn()
      return act(...args).finally(end)
    }
  return {
    provider: driver.provider,
    adapterName: driver.adapterName,
    queryRaw: alone(query => driver.queryRaw(query)),
    executeRaw: alone(query => driver.executeRaw(query)),
    executeScript: alone(script => driver.executeScript(script)),
    dispose: () => driver.dispose(),
    async startTransaction(level) {
      const end = await turn()
      try {
        const transaction = await driver.startTransaction(level)
        const { commit, rollback, executeRaw } = transaction
        transaction.commit = () => commit.call(transaction).finally(end)
        transaction.rollback = () => rollback.call(transaction).finally(end)
        transaction.executeRaw = query =>
          executeRaw.call(transaction, query).catch(async error => {
            // SQLite leaves open what it refuses to commit, and Prisma takes it for ended.
            if (query.sql === 'COMMIT') await executeRaw.call(transaction, rollBack).catch(() => {})
            throw error
          })
        return transaction
      } catch (error) {
        end()
        throw error
      }
    },
  }
}

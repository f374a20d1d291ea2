import { Fault } from '../fault.ts'

/** Prisma: not reachable, timed out, closed, no free connection, write conflict or deadlock. */
const away = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
])

/** What Node, PostgreSQL and SQLite say when the database, not the query, is at fault. */
const words =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|Connection terminated|is not queryable|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|Can't reach database|Server has closed the connection|timeout exceeded|Query read timeout|terminating connection|the database system is|SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)|database is locked|disk is full|disk I\/O|readonly database/i

/** Tells "the database does not answer" from a mistake of ours; null when it is something else. */
export function databaseFault(error: unknown): Fault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code, message, name } = at as { code?: unknown; message: string; name: string }
    // What Prisma passes on from the driver as it is, it marks with its version.
    const marked = 'clientVersion' in at || name.startsWith('PrismaClient') || name === 'DriverAdapterError'
    const fromPrisma = marked || code !== undefined
    if (typeof code === 'string' && away.has(code)) return new Fault('DATABASE_AWAY', undefined, { cause: error })
    if (fromPrisma && words.test(`${code} ${message}`)) return new Fault('DATABASE_AWAY', undefined, { cause: error })
  }
  return null
}

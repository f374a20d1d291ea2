import type { MySession } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

export const listMySessions: Verb<object, { sessions: MySession[] }> = async ({ database }, _input, caller) => {
  const { person, session } = own(caller)
  const where = { userId: person, expiresAt: { gt: new Date() } }
  const rows = await database.session.findMany({ where, orderBy: { updatedAt: 'desc' } })
  return {
    sessions: rows.map(({ id, ipAddress, userAgent, createdAt, expiresAt }) => ({
      id,
      current: id === session,
      from: ipAddress || null,
      browser: userAgent || null,
      since: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  }
}

import type { Database } from '../database/open-database.ts'
import { type Audit, nobody } from './audit.ts'

/**
 * After a database was put back from a backup: sessions that had been ended, links that had been taken back or used,
 * would open doors again. They end; people, their passwords and tokens, and grants are as the backup has them.
 */
export async function endWhatWasRestored(database: Database, audit: Audit): Promise<void> {
  const last = await database.auditRow.findFirst({ orderBy: { seq: 'desc' }, select: { at: true } })
  const [{ count: sessions }, { count: invitations }, { count: guestLinks }] = await database.$transaction([
    database.session.deleteMany(),
    database.invitation.deleteMany(),
    database.guestLink.deleteMany(),
    database.verification.deleteMany(),
  ])
  await audit.happened({
    action: 'databaseRestored',
    caller: nobody,
    ...{ object: null, objectName: null, host: null },
    args: { ...(last && { unseenSince: last.at.toISOString() }), sessions, invitations, guestLinks },
  })
}

import type { Invitation } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listInvitations: Verb<object, { invitations: Invitation[] }> = async ({ database }) => {
  const rows = await database.invitation.findMany({
    where: { expiresAt: { gt: new Date() } },
    select: { id: true, email: true, role: true, invitedBy: true, expiresAt: true },
    orderBy: { email: 'asc' },
  })
  return { invitations: rows.map(row => ({ ...row, expiresAt: row.expiresAt.toISOString() })) }
}

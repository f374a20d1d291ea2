import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

export const revokeInvitation: Verb<{ id: string }, object> = async ({ database }, { id }) => {
  const { count } = await database.invitation.deleteMany({ where: { id } })
  if (count === 0) throw new Fault('NOT_FOUND', 'This invitation was used or taken back already.')
  return {}
}

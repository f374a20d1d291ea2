import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'

/** The person and the session that ask; the contract lets nobody else come this far. */
export function own({ person, sessionId }: Caller): { person: string; session: string } {
  if (person === null || sessionId === null) throw new Fault('NOT_SIGNED_IN')
  return { person: person.id, session: sessionId }
}

import type { Caller } from '../core.ts'
import { Fault } from '../fault.ts'

/** Who sits at a console: a person by their session, or a guest by their link. */
export interface Sitter {
  readonly person: string
  readonly session: string
  readonly name: string
}

/** @throws {Fault} NOT_SIGNED_IN */
export function seatOf({ person, sessionId, guest }: Caller): Sitter {
  if (guest !== undefined) return { person: `guest ${guest.visit}`, session: guest.visit, name: guest.name }
  if (person === null || sessionId === null) throw new Fault('NOT_SIGNED_IN')
  return { person: person.id, session: sessionId, name: person.name }
}

import type { EntryMeta } from '@porthole/contract'
import type { Core } from '../core.ts'
import type { Target } from '../permit.ts'
import type { Subject } from './audit.ts'

/** What the row of an act is about: its target, or the person whose account somebody wants to use. */
export async function subjectOf(
  { database }: Pick<Core, 'database'>,
  meta: EntryMeta,
  { object, objectName, host }: Target,
  input: unknown,
): Promise<Subject> {
  const subject = { object, objectName, host }
  if (meta.kind === 'read' || meta.audit.account !== true) return subject
  const { email } = input as { email: string }
  const person = await database.user.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } })
  return person === null ? subject : { ...subject, object: `person:${person.id}`, objectName: email }
}

/** What the act brought into being, as the contract says; undefined when it made nothing. */
export function subjectMade(meta: EntryMeta, subject: Subject, input: unknown, output: unknown): Subject | undefined {
  if (meta.kind === 'read' || meta.audit.makes === undefined) return undefined
  const { id, name = null } = { ...(input as object), ...(output as object) } as { id: string; name?: string }
  const host = meta.audit.makes === 'host' ? id : subject.host
  return { object: `${meta.audit.makes}:${id}`, objectName: name, host }
}

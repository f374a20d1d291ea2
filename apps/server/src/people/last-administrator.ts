import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'

type Tables = Pick<Database, 'user'>

/** The person, of whom the installation must not depend. @throws {Fault} NOT_FOUND, or WRONG_STATE for its only administrator */
export async function replaceable({ user }: Tables, id: string): Promise<void> {
  const person = await user.findUnique({ where: { id }, select: { role: true } })
  if (person === null) throw new Fault('NOT_FOUND', 'There is no such person.')
  if (person.role !== 'administrator') return
  const others = await user.count({ where: { role: 'administrator', id: { not: id } } })
  if (others === 0) throw new Fault('WRONG_STATE', 'This is the only administrator: make somebody else one first.')
}

import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'

/** @throws {Fault} NAME_TAKEN, or BAD_INPUT when somebody among the members is not there */
export async function checkGroup(
  { access, database }: Core,
  { id, name, members }: { id?: string; name: string; members: readonly string[] },
): Promise<void> {
  if (access.groups().some(group => group.id !== id && group.name.toLowerCase() === name.toLowerCase())) {
    const message = `There is a group "${name}" already: choose another name.`
    throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
  }
  const found = await database.user.count({ where: { id: { in: [...members] } } })
  if (found < new Set(members).size) {
    const message = 'Somebody among these people is not there any more: choose again.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'members', message }] } })
  }
}

/** Rows for the members of a group, each once. */
export const memberRows = (members: readonly string[]) => [...new Set(members)].map(userId => ({ userId }))

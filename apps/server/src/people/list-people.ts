import type { PersonInfo } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listPeople: Verb<object, { people: PersonInfo[] }> = async ({ database }) => ({
  people: await database.user.findMany({
    select: { id: true, name: true, email: true, role: true },
    orderBy: { name: 'asc' },
  }),
})

import type { PersonInfo } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listPeople: Verb<object, { people: PersonInfo[] }> = async ({ database }) => {
  const people = await database.user.findMany({
    select: {
      ...{ id: true, name: true, email: true, role: true, twoFactorEnabled: true },
      _count: { select: { passkeys: true } },
    },
    orderBy: { name: 'asc' },
  })
  return {
    people: people.map(({ twoFactorEnabled, _count, ...person }) => ({
      ...person,
      twoFactor: twoFactorEnabled === true,
      passkeys: _count.passkeys,
    })),
  }
}

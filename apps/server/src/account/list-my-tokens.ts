import type { MyToken } from '@porthole/contract'
import { maskOf, namesOf } from '../access/mask.ts'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

export const listMyTokens: Verb<object, { tokens: MyToken[] }> = async ({ database }, _input, caller) => {
  const rows = await database.apiToken.findMany({
    where: { userId: own(caller).person, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'asc' },
  })
  return {
    tokens: rows.map(({ id, name, permissions, createdAt, expiresAt, lastUsedAt }) => ({
      ...{ id, name },
      permissions: [...namesOf(maskOf(permissions.split(',')))],
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
  }
}

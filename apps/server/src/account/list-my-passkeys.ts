import type { MyPasskey } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { own } from './own.ts'

type Output = { passkeys: MyPasskey[]; possible: boolean; hasPassword: boolean }

export const listMyPasskeys: Verb<object, Output> = async ({ auth, database }, _input, caller) => {
  const { person } = own(caller)
  const [rows, passwords] = await Promise.all([
    database.passkey.findMany({ where: { userId: person }, orderBy: { createdAt: 'asc' } }),
    database.account.count({ where: { userId: person, password: { not: null } } }),
  ])
  return {
    passkeys: rows.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({
      ...{ id, name, synced: backedUp },
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    possible: auth.passkeys.possible,
    hasPassword: passwords > 0,
  }
}

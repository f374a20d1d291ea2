import { randomBytes, randomUUID } from 'node:crypto'
import type { Permission } from '@porthole/contract'
import { tokenHash, tokenPrefix } from '../auth/tokens.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

const most = 50
const dayMs = 24 * 3600 * 1000

type Input = { name: string; permissions: Permission[]; days: number }

export const createMyToken: Verb<Input, { id: string; token: string }> = async ({ database }, input, caller) => {
  const { person } = own(caller)
  const count = await database.apiToken.count({ where: { userId: person, expiresAt: { gt: new Date() } } })
  if (count >= most) throw new Fault('TOO_MANY', `You have ${most} tokens, the most at a time: take one back first.`)
  const token = tokenPrefix + randomBytes(32).toString('base64url')
  const id = randomUUID()
  const { name, permissions, days } = input
  const expiresAt = new Date(Date.now() + days * dayMs)
  const data = { id, userId: person, name, hash: tokenHash(token), permissions: permissions.join(','), expiresAt }
  await database.apiToken.create({ data })
  return { id, token }
}

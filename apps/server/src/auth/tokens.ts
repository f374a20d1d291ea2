import { createHash } from 'node:crypto'
import { type Mask, maskOf } from '../access/mask.ts'
import type { Database } from '../database/open-database.ts'

/** Says to people, and to programs that look for leaked secrets, what it is. */
export const tokenPrefix = 'porthole_'

/** A token is 32 random bytes: nobody finds it by trying, so a fast hash does. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Who acts by a token, and how much of what its person may do. */
export interface TokenHolder {
  readonly person: { readonly id: string; readonly name: string; readonly email: string; readonly role: string }
  readonly name: string
  readonly mask: Mask
}

const usedAgainAfterMs = 60_000

/** The holder of the token in an `Authorization` header (RFC 6750); null for one that is unknown, expired or taken back. */
export async function holderOf(database: Database, authorization: string): Promise<TokenHolder | null> {
  const [, token] = /^Bearer +(porthole_[\w-]{43})$/i.exec(authorization) ?? []
  if (token === undefined) return null
  const found = await database.apiToken.findUnique({ where: { hash: tokenHash(token) }, include: { user: true } })
  const now = new Date()
  if (found === null || found.expiresAt <= now) return null
  if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) > usedAgainAfterMs) {
    await database.apiToken.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } })
  }
  return { person: found.user, name: found.name, mask: maskOf(found.permissions.split(',')) }
}

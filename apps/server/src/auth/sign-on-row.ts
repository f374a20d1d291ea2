import { SignOn } from '@porthole/contract'
import type { Database } from '../database/open-database.ts'
import type { Seal } from './seal.ts'

/** The one row, and the name that its secret is sealed for. */
export const signOnRow = { id: 'oidc', sealedFor: 'sign-on:oidc' } as const

export interface StoredSignOn extends SignOn {
  readonly secret: string
}

/** What an administrator set; null where nobody can sign in by a provider, or its secret was sealed with another key. */
export async function readSignOn({ signOn }: Pick<Database, 'signOn'>, seal: Seal): Promise<StoredSignOn | null> {
  const row = await signOn.findUnique({ where: { id: signOnRow.id } })
  if (row === null) return null
  const secret = seal.open(row.secret, signOnRow.sealedFor)
  if (secret === null) return null
  return { ...SignOn.parse({ ...row, rights: JSON.parse(row.rights) }), secret }
}

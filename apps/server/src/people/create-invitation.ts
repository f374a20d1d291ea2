import { randomBytes } from 'node:crypto'
import type { Role } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { digestOf } from '../link-digest.ts'

type Input = { email: string; role: Role; days: number }
type Output = { id: string; token: string; expiresAt: string }

const dayMs = 24 * 3600_000

/** Only the token's digest is kept: the link can be read this once. */
export const createInvitation: Verb<Input, Output> = async ({ database }, { role, days, ...input }, caller) => {
  const email = input.email.toLowerCase()
  if ((await database.user.count({ where: { email } })) > 0) {
    const message = 'Somebody with this address can sign in already.'
    throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'email', message }] } })
  }
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + days * dayMs)
  const invited = { digest: digestOf(token), role, invitedBy: caller.person?.email ?? '', expiresAt }
  const { id } = await database.invitation.upsert({
    where: { email },
    create: { id: crypto.randomUUID(), email, ...invited },
    update: invited,
  })
  return { id, token, expiresAt: expiresAt.toISOString() }
}

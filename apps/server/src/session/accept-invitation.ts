import { refuseGuessable } from '../auth/guessable.ts'
import { hashPassword } from '../auth/password.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { digestOf } from '../link-digest.ts'

type Input = { token: string; name: string; password: string }

/** Of two who open the link at the same time, the second is told that it is not valid. */
export const acceptInvitation: Verb<Input, { id: string }> = async (core, { token, name, password }, caller) => {
  const { database, access, auth } = core
  const good = { digest: digestOf(token), expiresAt: { gt: new Date() } }
  const invitation = await database.invitation.findFirst({ where: good })
  if (invitation === null) throw new Fault('INVITATION_INVALID')
  const { email, role } = invitation
  refuseGuessable(password, [name, email])
  const hash = await hashPassword(password)
  const id = crypto.randomUUID()
  await database.$transaction(async tables => {
    const { count } = await tables.invitation.deleteMany({ where: good })
    if (count === 0 || (await tables.user.count({ where: { email } })) > 0) throw new Fault('INVITATION_INVALID')
    const account = { id: crypto.randomUUID(), accountId: id, providerId: 'credential', password: hash }
    await tables.user.create({ data: { id, name, email, role, accounts: { create: account } } })
  })
  await access.load()
  caller.giveCookies(await auth.signIn(email, password, caller))
  return { id }
}

import { randomBytes } from 'node:crypto'
import { hashPassword } from '../auth/password.ts'
import type { Command } from './installation.ts'
import { personNamed } from './person-named.ts'

/** For when nobody can get in: a new password on the terminal, and every session of that person ended. */
export const adminResetPassword: Command = {
  usage: '<e-mail>',
  does: 'give somebody a new password, and end their sessions',
  async run({ database, audit }, [email]) {
    const person = await personNamed(database, email)
    const password = randomBytes(15).toString('base64url')
    const hash = await hashPassword(password)
    const started = await audit.start(actOf('resetPassword', person))
    await database.$transaction(async ({ account, session, apiToken, twoFactor, passkey, user }) => {
      const where = { userId: person.id, providerId: 'credential' }
      const { count } = await account.updateMany({ where, data: { password: hash } })
      if (count === 0) {
        const data = { id: crypto.randomUUID(), accountId: person.id, ...where, password: hash }
        await account.create({ data })
      }
      await session.deleteMany({ where: { userId: person.id } })
      await apiToken.deleteMany({ where: { userId: person.id } })
      // Whoever lost the password may have lost the phone, too.
      await twoFactor.deleteMany({ where: { userId: person.id } })
      await passkey.deleteMany({ where: { userId: person.id } })
      await user.update({ where: { id: person.id }, data: { twoFactorEnabled: false } })
    })
    await started.done()
    console.log(`The new password of ${person.email}: ${password}`)
    console.log('No code is asked for beside it, and no passkey lets them in, until they set that up anew.')
    console.log('Their sessions and tokens have ended; open consoles close within half a minute.')
    return 0
  },
}

/** How an act at the terminal stands in the audit. */
export function actOf(action: string, person: { id: string; email: string }) {
  return {
    action,
    caller: { person: null, sessionId: null, credential: 'command line', from: null },
    object: `person:${person.id}`,
    objectName: person.email,
    host: null,
    args: {},
  }
}

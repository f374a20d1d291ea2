import type { Role } from '@porthole/contract'
import { refuseGuessable } from '../auth/guessable.ts'
import { hashPassword } from '../auth/password.ts'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'

type Input = { name: string; email: string; password: string; role: Role }

export const createPerson: Verb<Input, { id: string }> = async ({ access, database }, input) => {
  const { name, password, role } = input
  const email = input.email.toLowerCase()
  const id = crypto.randomUUID()
  refuseGuessable(password, [name, email])
  const hash = await hashPassword(password)
  await database.$transaction(
    async ({ user }) => {
      if ((await user.count({ where: { email } })) > 0) {
        const message = 'Somebody with this address can sign in already.'
        throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'email', message }] } })
      }
      const account = { id: crypto.randomUUID(), accountId: id, providerId: 'credential', password: hash }
      await user.create({ data: { id, name, email, role, accounts: { create: account } } })
    },
    { isolationLevel: 'Serializable' },
  )
  await access.load()
  return { id }
}

import { verifyPassword } from '../auth/password.ts'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { own } from './own.ts'

/**
 * Asks for one's password before what a stranger at an open browser must not do. Who has none here signs in by a
 * provider, which says for how long: nothing may stand in for it. The answer is the account that has the password.
 */
export async function proveOwner(core: Core, caller: Caller, given: string, field = 'password'): Promise<string> {
  const { person } = own(caller)
  const account = await core.database.account.findFirst({ where: { userId: person, providerId: 'credential' } })
  if (account === null || account.password === null) {
    throw new Fault('WRONG_STATE', 'You have no password here: the provider that you sign in by says who gets in.')
  }
  const succeeded = core.auth.attempts.take(`password of ${person}`)
  if (!(await verifyPassword({ hash: account.password, password: given }))) {
    const message = 'This is not your password.'
    throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: field, message }] } })
  }
  succeeded()
  return account.id
}

import type { SignOn } from '@porthole/contract'
import { readSignOn } from '../auth/sign-on-row.ts'
import type { Verb } from '../core.ts'

type Output = { signOn: SignOn | null; returnTo: string | null }

export const getSignOn: Verb<object, Output> = async ({ database, signOn }) => {
  const stored = await readSignOn(database, signOn.seal)
  if (stored === null) return { signOn: null, returnTo: signOn.returnTo }
  const { secret: _, ...shown } = stored
  return { signOn: shown, returnTo: signOn.returnTo }
}

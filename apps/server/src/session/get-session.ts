import type { Person } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { version } from '../version.ts'

interface Output {
  person: Person | null
  needsSetup: boolean
  signOn: { label: string } | null
  passkeys: boolean
  version: string
}

export const getSession: Verb<object, Output> = async ({ auth, signOn }, _input, { person }) => ({
  person,
  needsSetup: person === null && (await auth.needsSetup()),
  signOn: person === null ? await signOn.offered() : null,
  passkeys: person === null && auth.passkeys.possible,
  version,
})

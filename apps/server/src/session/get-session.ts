import type { Person } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { version } from '../version.ts'

type Output = { person: Person | null; needsSetup: boolean; version: string }

export const getSession: Verb<object, Output> = async ({ auth }, _input, { person }) => ({
  person,
  needsSetup: person === null && (await auth.needsSetup()),
  version,
})

import type { Grant } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { nameOfScope } from './scope-name.ts'

export const listGrants: Verb<object, { grants: Grant[] }> = async core => ({
  grants: core.access.grants().map(({ id, role, to, on, until }) => ({
    ...{ id, role, to, on },
    where: nameOfScope(core, on),
    expiresAt: until === Number.POSITIVE_INFINITY ? null : new Date(until).toISOString(),
  })),
})

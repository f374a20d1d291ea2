import type { RoleInfo } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listRoles: Verb<object, { roles: RoleInfo[] }> = async ({ access }) => ({ roles: [...access.roles()] })

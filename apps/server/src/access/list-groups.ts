import type { Group } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listGroups: Verb<object, { groups: Group[] }> = async ({ access }) => ({ groups: [...access.groups()] })

import type { Grant, Grantee, RoleInfo } from '@porthole/contract'
import { accessTexts } from '../texts/access-texts.ts'
import type { AccessData } from './access-queries.ts'

/** A built-in role in the words of this language; one that was made here by its own name. */
export const roleName = ({ id, name }: Pick<RoleInfo, 'id' | 'name'>): string => accessTexts.roleNames[id] ?? name

export function roleNameOf({ roles }: Pick<AccessData, 'roles'>, id: string): string {
  return roleName(roles.find(role => role.id === id) ?? { id, name: id })
}

export function granteeName({ people, groups }: Pick<AccessData, 'people' | 'groups'>, to: Grantee): string {
  if (to.kind === 'group') return groups.find(({ id }) => id === to.group)?.name ?? accessTexts.grants.gone
  return people.find(({ id }) => id === to.person)?.name ?? accessTexts.grants.gone
}

/** "the folder lab": what the grant is on, and its name. */
export function whereOf({ on, where }: Pick<Grant, 'on' | 'where'>): string {
  const kind = accessTexts.kindWords[on.kind]
  return on.kind === 'everything' ? kind : `${kind} ${where ?? accessTexts.grants.gone}`
}

/** What one may do with a VM that is there. */
export const ofVms: ReadonlySet<string> = new Set(
  Object.keys(accessTexts.permissions).filter(name => name.startsWith('vm.') && name !== 'vm.create'),
)

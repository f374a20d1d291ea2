import type { Grantee, Scope } from '@porthole/contract'

/** How a grant's scope and grantee stand in their columns. */
export interface GrantColumns {
  readonly scope: string
  readonly host: string | null
  readonly target: string | null
  readonly userId: string | null
  readonly groupId: string | null
}

export function scopeColumns(on: Scope): Pick<GrantColumns, 'scope' | 'host' | 'target'> {
  const { kind: scope } = on
  if (scope === 'everything') return { scope, host: null, target: null }
  if (scope === 'pool') return { scope, host: on.host, target: on.pool }
  if (scope === 'network') return { scope, host: on.host, target: on.network }
  const target = scope === 'host' ? on.host : scope === 'folder' ? on.folder : scope === 'tag' ? on.tag : on.vm
  return { scope, host: null, target }
}

/** Null for a row that this version can not read: it grants nothing. */
export function scopeOf({ scope, host, target }: GrantColumns): Scope | null {
  if (scope === 'everything') return { kind: scope }
  if (target === null) return null
  if (scope === 'host') return { kind: scope, host: target }
  if (scope === 'folder') return { kind: scope, folder: target }
  if (scope === 'tag') return { kind: scope, tag: target }
  if (scope === 'vm') return { kind: scope, vm: target }
  if (host === null) return null
  if (scope === 'pool') return { kind: scope, host, pool: target }
  return scope === 'network' ? { kind: scope, host, network: target } : null
}

export const granteeColumns = (to: Grantee): Pick<GrantColumns, 'userId' | 'groupId'> =>
  to.kind === 'person' ? { userId: to.person, groupId: null } : { userId: null, groupId: to.group }

export function granteeOf({ userId, groupId }: GrantColumns): Grantee | null {
  if (userId !== null) return { kind: 'person', person: userId }
  return groupId === null ? null : { kind: 'group', group: groupId }
}

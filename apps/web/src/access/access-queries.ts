import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'

export const grantsQuery = orpc.access.listGrants.queryOptions({ input: {} })
export const peopleQuery = orpc.people.listPeople.queryOptions({ input: {} })
const groupsQuery = orpc.access.listGroups.queryOptions({ input: {} })
const rolesQuery = orpc.access.listRoles.queryOptions({ input: {} })
export const foldersQuery = orpc.access.listFolders.queryOptions({ input: {} })

/** Everything that says who may do what; `null` until all of it is read. */
export function useAccess() {
  const grants = useQuery(grantsQuery)
  const people = useQuery(peopleQuery)
  const groups = useQuery(groupsQuery)
  const roles = useQuery(rolesQuery)
  const error = grants.error ?? people.error ?? groups.error ?? roles.error
  if (!grants.data || !people.data || !groups.data || !roles.data) return { error, data: null }
  const data = { ...grants.data, ...people.data, ...groups.data, ...roles.data }
  return { error: null, data }
}

export type AccessData = NonNullable<ReturnType<typeof useAccess>['data']>

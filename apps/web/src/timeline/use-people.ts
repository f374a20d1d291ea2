import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { useSession } from '../session/SessionContext.tsx'

const nobody: readonly { id: string; name: string }[] = []

/** Everybody, for those who manage people; to others nobody's name is told. */
export function usePeople(): readonly { readonly id: string; readonly name: string }[] {
  const { person } = useSession()
  const enabled = person.can.includes('user.manage')
  const { data } = useQuery(orpc.people.listPeople.queryOptions({ input: {}, enabled }))
  return data?.people ?? nobody
}

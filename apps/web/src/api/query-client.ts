import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { failureOf, isPassing } from './failure.ts'
import { sessionQuery } from './session-query.ts'

/** Events keep lists fresh, so nothing is read again by age or focus; only what was away is tried again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (failureOf(error).code === 'NOT_SIGNED_IN') void queries.invalidateQueries(sessionQuery)
  }
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && isPassing(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
  return queries
}

import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Reads what may have changed while nobody told of it. A first reading that is under way does not count: the server may
 * have made it before it began to tell, and nothing would ever correct it. It is shown, and read again.
 */
export function readAgain(queries: QueryClient, queryKey: QueryKey): void {
  for (const query of queries.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined) continue
    query.promise?.then(
      () => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }),
      () => {}, // who shows it says so, and tries again
    )
  }
  void queries.invalidateQueries({ queryKey })
}

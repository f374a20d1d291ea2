import type { AuditFilter } from '@porthole/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'

const pageSize = 100

/** The rows that the filter leaves, page by page; read again when the server tells of new ones. */
export function useTimeline(filter: AuditFilter) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(
    orpc.audit.listAudit.infiniteOptions({
      input: (before: number | undefined) => ({ ...filter, limit: pageSize, ...(before && { before }) }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.seq : undefined),
      placeholderData: keepPreviousData,
      // Whoever may not see all of it is told of nothing new: it is as fresh as the moment one came here.
      refetchOnMount: 'always',
    }),
  )
  return {
    entries: data?.pages.flatMap(({ entries }) => entries) ?? null,
    error,
    older: hasNextPage ? () => void fetchNextPage() : null,
    loading: isFetchingNextPage,
    retry: () => void refetch(),
  }
}

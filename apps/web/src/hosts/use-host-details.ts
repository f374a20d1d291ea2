import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { usePageVisible } from '../ui/use-page-visible.ts'
import { useShownHost } from './host-context.ts'

/** Free memory is told by no event. */
const rereadMs = 10_000

/** Its machine and notes: read once, after each change of the host, and now and then while somebody looks. */
export function useHostDetails() {
  const { host } = useShownHost()
  const details = useQuery(
    orpc.hosts.getHost.queryOptions({
      input: { host: host.id },
      refetchInterval: usePageVisible() && host.state === 'connected' ? rereadMs : false,
    }),
  )
  const { data, refetch } = details
  const behind = data !== undefined && data.revision < host.revision
  useEffect(() => {
    if (behind) void refetch()
  }, [behind, refetch])
  return details
}

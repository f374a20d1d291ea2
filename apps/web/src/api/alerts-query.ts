import type { ServerMessage } from '@porthole/contract'
import type { QueryClient } from '@tanstack/react-query'
import { orpc } from './client.ts'

export const alertsQuery = orpc.alerts.listAlerts.queryOptions({ input: {} })

/** The open alerts, with what the event says. One that has ended goes to those of the past, which are read again. */
export function applyAlerts(queries: QueryClient, { changed, gone }: Extract<ServerMessage, { type: 'alerts' }>): void {
  const news = new Set([...gone, ...changed.map(({ id }) => id)])
  const open = changed.filter(({ state }) => state !== 'resolved')
  queries.setQueryData(
    alertsQuery.queryKey,
    list => list && { alerts: [...open, ...list.alerts.filter(({ id }) => !news.has(id))] },
  )
  if (open.length < changed.length) void queries.invalidateQueries({ queryKey: orpc.alerts.listPastAlerts.key() })
}

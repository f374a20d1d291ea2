import type { Job, ServerMessage } from '@porthole/contract'
import type { QueryClient } from '@tanstack/react-query'
import { orpc } from './client.ts'

export const jobsQuery = orpc.jobs.listJobs.queryOptions({ input: {} })

/** Newest first, with what the event says. Who shows a job's objects reads them again. */
export function applyJobs(queries: QueryClient, { changed }: Extract<ServerMessage, { type: 'jobs' }>): void {
  const ids = new Set(changed.map(({ id }) => id))
  queries.setQueryData(jobsQuery.queryKey, list => list && { jobs: merged(list.jobs, changed, ids) })
  for (const job of changed) void reread(queries, job)
}

/** A read that is on its way goes on, as events come faster than a large job can be read; one more then tells the rest. */
async function reread(queries: QueryClient, { id }: Job): Promise<void> {
  const queryKey = orpc.jobs.getJob.key({ input: { id } })
  const underWay = queries.isFetching({ queryKey }) > 0
  await queries.invalidateQueries({ queryKey }, { cancelRefetch: false })
  if (underWay) await queries.invalidateQueries({ queryKey }, { cancelRefetch: false })
}

function merged(jobs: readonly Job[], changed: readonly Job[], ids: ReadonlySet<string>): Job[] {
  return [...changed, ...jobs.filter(({ id }) => !ids.has(id))].toSorted((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  )
}

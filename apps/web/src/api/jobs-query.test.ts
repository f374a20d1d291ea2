import type { Job } from '@porthole/contract'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { orpc } from './client.ts'
import { applyJobs } from './jobs-query.ts'

it('shows a job whose reading takes longer than its next event, and reads it once more after the last', async () => {
  const replies: ((done: number) => void)[] = []
  const queries = new QueryClient()
  const page = new QueryObserver<unknown>(queries, {
    queryKey: orpc.jobs.getJob.queryOptions({ input: { id: 'j' } }).queryKey,
    // One that takes a signal is given up where another takes its place.
    queryFn: ({ signal }) =>
      new Promise((resolve, reject) => {
        replies.push(resolve)
        signal.addEventListener('abort', reject)
      }),
  })
  page.subscribe(() => {})
  const tell = (endedAt: string | null = null) =>
    applyJobs(queries, { type: 'jobs', changed: [{ id: 'j', createdAt: '', endedAt } as Job] })
  replies[0]?.(1)
  await vi.waitFor(() => expect(page.getCurrentResult().data).toBe(1))
  tell()
  await vi.waitFor(() => expect(replies).toHaveLength(2))
  tell()
  tell('2026-01-01T00:00:00Z')
  replies[1]?.(2)
  await vi.waitFor(() => expect(page.getCurrentResult().data).toBe(2))
  await vi.waitFor(() => expect(replies).toHaveLength(3))
  replies[2]?.(3)
  await vi.waitFor(() => expect(page.getCurrentResult()).toMatchObject({ data: 3, fetchStatus: 'idle' }))
  expect(replies).toHaveLength(3)
})

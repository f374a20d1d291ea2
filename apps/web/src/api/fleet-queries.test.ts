import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { orpc } from './client.ts'
import { applyToCache } from './fleet-queries.ts'

it('asks again for a VM that could not be read while its host was away, once it is back', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const queryFn = vi.fn(async () => ({ id: 'x' }))
  queryFn.mockRejectedValueOnce(new Error('503'))
  const page = new QueryObserver<unknown>(queries, {
    queryKey: orpc.vms.getVm.queryOptions({ input: { id: 'x' } }).queryKey,
    queryFn,
  })
  page.subscribe(() => {})
  await vi.waitFor(() => expect(page.getCurrentResult().isError).toBe(true))
  applyToCache(queries, { type: 'away', host: 'h', since: '2026-01-01T00:00:00Z' })
  expect(queryFn).toHaveBeenCalledOnce()
  applyToCache(queries, { type: 'away', host: 'h', since: null })
  await vi.waitFor(() => expect(page.getCurrentResult()).toMatchObject({ isError: false, data: { id: 'x' } }))
})

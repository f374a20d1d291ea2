import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { readAgain } from './read-again.ts'

/** A list that answers when it is let. */
function slowList() {
  const replies: ((list: string) => void)[] = []
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  const queryFn = () => new Promise<string>(resolve => replies.push(resolve))
  const observer = new QueryObserver(queries, { queryKey: ['list', 'vms'], queryFn })
  observer.subscribe(() => {})
  return { queries, replies, shown: () => observer.getCurrentResult().data }
}

it('reads a list again whose first reading began before the server told of changes', async () => {
  const { queries, replies, shown } = slowList()
  readAgain(queries, ['list'])
  expect(replies).toHaveLength(1)
  replies[0]?.('before')
  await vi.waitFor(() => expect(replies).toHaveLength(2))
  expect(shown()).toBe('before')
  replies[1]?.('after')
  await vi.waitFor(() => expect(shown()).toBe('after'))
  expect(replies).toHaveLength(2)
})

it('gives a later reading up for a new one, and reads once what is there already', async () => {
  const { queries, replies, shown } = slowList()
  replies[0]?.('first')
  await vi.waitFor(() => expect(shown()).toBe('first'))
  readAgain(queries, ['list'])
  await vi.waitFor(() => expect(replies).toHaveLength(2))
  readAgain(queries, ['list'])
  await vi.waitFor(() => expect(replies).toHaveLength(3))
  replies[1]?.('given up')
  replies[2]?.('third')
  await vi.waitFor(() => expect(shown()).toBe('third'))
  expect(replies).toHaveLength(3)
})

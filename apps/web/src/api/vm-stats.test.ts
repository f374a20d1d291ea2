import type { ServerMessage, Vm, VmStats } from '@porthole/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StatsStore } from './vm-stats.ts'

let store: StatsStore
const stats = (id: string, host = 'h'): ServerMessage => ({ type: 'stats', stats: [{ id, host, cpu: 87 } as VmStats] })
const turned = (id: string, state: string): ServerMessage => ({
  ...{ type: 'vms', removed: [] },
  changed: [{ id, host: 'h', state, active: true } as Vm],
})

beforeEach(() => {
  vi.useFakeTimers()
  store = new StatsStore()
})
afterEach(() => {
  vi.useRealTimers()
})

it('forgets what a VM did once it runs no longer, paused or off', () => {
  store.hear(stats('a'))
  store.hear(turned('a', 'running'))
  expect(store.get('h/a')).toMatchObject({ cpu: 87 })
  store.hear(turned('a', 'paused'))
  expect(store.get('h/a')).toBeNull()
})

it('forgets the VMs of a host that is away, and no others', () => {
  store.hear(stats('a'))
  store.hear(stats('a', 'h2'))
  store.hear({ type: 'away', host: 'h', since: null })
  expect(store.get('h/a')).not.toBeNull()
  store.hear({ type: 'away', host: 'h', since: '2026-01-01T00:00:00Z' })
  expect([store.get('h/a'), store.get('h2/a')]).toEqual([null, expect.objectContaining({ cpu: 87 })])
})

it('forgets what nobody repeats: soon where somebody looks, later of all others, and tells who shows it', () => {
  const told = vi.fn()
  store.hear(stats('watched'))
  store.hear(stats('other'))
  store.subscribe('h/watched', told)
  vi.advanceTimersByTime(10_000)
  expect(store.get('h/watched')).not.toBeNull()
  const batch = store.batches.get()
  vi.advanceTimersByTime(15_000)
  expect(store.get('h/watched')).toBeNull()
  expect(told).toHaveBeenCalledOnce()
  expect(store.batches.get()).toBeGreaterThan(batch)
  expect(store.get('h/other')).not.toBeNull()
  vi.advanceTimersByTime(120_000)
  expect(store.get('h/other')).toBeNull()
  // A page at which nothing comes does nothing.
  vi.advanceTimersByTime(10_000)
  expect(vi.getTimerCount()).toBe(0)
})

import type { ServerMessage, VmStats } from '@porthole/contract'
import { useCallback, useSyncExternalStore } from 'react'
import { Store } from './store.ts'
import { keyOf, type VmKey } from './vm-key.ts'

export interface VmFigures {
  readonly cpu: number
  readonly usedKiB: number | null
  readonly residentKiB: number | null
  /** Both ways together, bytes a second. */
  readonly disk: number | null
  readonly net: number | null
  /** A few minutes of each, oldest first. */
  readonly history: {
    readonly cpu: readonly number[]
    readonly disk: readonly number[]
    readonly net: readonly number[]
  }
  /** When it came, ms. */
  readonly at: number
}

const kept = 90
/** After a longer silence the line begins anew: it would show a gap as if it were none. */
const silenceMs = 7000
/** Those who sort and filter by figures look again so often, however many figures come. */
const batchMs = 1000
/** An older figure says nothing about now, ms: it comes every two seconds while it is looked at, else every half minute. */
const oldMs = { watched: 15_000, others: 120_000 }
const ageMs = 5000

/** The newest figures of each VM that the server tells of, with a few minutes behind them where they came often. */
export class StatsStore {
  readonly #figures = new Map<string, VmFigures>()
  readonly #listeners = new Map<string, Set<() => void>>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #ages: ReturnType<typeof setInterval> | undefined
  /** Grows with what comes, for who looks at the figures of many. */
  readonly batches = new Store(0)

  hear(message: ServerMessage): void {
    if (message.type === 'stats') this.#add(message.stats)
    if (message.type === 'vms') for (const vm of message.changed) if (vm.state !== 'running') this.#forget(keyOf(vm))
    if (message.type === 'away' && message.since) this.forgetAll(keyOf({ host: message.host, id: '' }))
  }

  #add(stats: readonly VmStats[]): void {
    const at = performance.now()
    for (const row of stats) {
      const key = keyOf(row)
      const before = this.#figures.get(key)
      const past = before && at - before.at < silenceMs ? before.history : nothing
      const disk = both(row.diskRead, row.diskWritten)
      const net = both(row.netReceived, row.netSent)
      this.#figures.set(key, {
        cpu: row.cpu,
        usedKiB: row.usedKiB,
        residentKiB: row.residentKiB,
        disk,
        net,
        history: {
          cpu: [...past.cpu, row.cpu].slice(-kept),
          disk: disk === null ? past.disk : [...past.disk, disk].slice(-kept),
          net: net === null ? past.net : [...past.net, net].slice(-kept),
        },
        at,
      })
      this.#tell(key)
    }
    this.#ages ??= setInterval(this.#age, ageMs)
  }

  /** From before a break, those of all or of a host. */
  forgetAll(host = ''): void {
    for (const key of this.#figures.keys()) if (key.startsWith(host)) this.#forget(key)
  }

  /** A host that is stuck tells nothing, and not even that. */
  readonly #age = (): void => {
    const now = performance.now()
    for (const [key, { at }] of this.#figures) {
      if (now - at > oldMs[this.#listeners.has(key) ? 'watched' : 'others']) this.#forget(key)
    }
    if (this.#figures.size > 0) return
    clearInterval(this.#ages)
    this.#ages = undefined
  }

  #forget(key: string): void {
    if (this.#figures.delete(key)) this.#tell(key)
  }

  get(key: string): VmFigures | null {
    return this.#figures.get(key) ?? null
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key)
    }
  }

  #tell(key: string): void {
    for (const listener of this.#listeners.get(key) ?? []) listener()
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.batches.set(this.batches.get() + 1)
    }, batchMs)
  }
}

const nothing: VmFigures['history'] = { cpu: [], disk: [], net: [] }

const both = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other)

/** Null unless `on`. */
export function useFigures(store: StatsStore, vm: VmKey, on: boolean): VmFigures | null {
  const key = keyOf(vm)
  const subscribe = useCallback(
    (listener: () => void) => (on ? store.subscribe(key, listener) : () => {}),
    [store, key, on],
  )
  const get = () => (on ? store.get(key) : null)
  return useSyncExternalStore(subscribe, get, get)
}

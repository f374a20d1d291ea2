import type { VmStats } from '@porthole/contract'
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

/** The newest figures of each VM that the server tells of, with a few minutes behind them where they came often. */
export class StatsStore {
  readonly #figures = new Map<string, VmFigures>()
  readonly #listeners = new Map<string, Set<() => void>>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Grows with what comes, for who looks at the figures of many. */
  readonly batches = new Store(0)

  add(stats: readonly VmStats[]): void {
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
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.batches.set(this.batches.get() + 1)
    }, batchMs)
  }

  /** Figures of a VM that went off, or from before a break, say nothing about now. */
  forget(vm: VmKey): void {
    if (this.#figures.delete(keyOf(vm))) this.#tell(keyOf(vm))
  }

  forgetAll(): void {
    const keys = [...this.#figures.keys()]
    this.#figures.clear()
    for (const key of keys) this.#tell(key)
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
  }
}

const nothing: VmFigures['history'] = { cpu: [], disk: [], net: [] }

const both = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other)

export function useFigures(store: StatsStore, vm: VmKey): VmFigures | null {
  const key = keyOf(vm)
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key])
  const get = () => store.get(key)
  return useSyncExternalStore(subscribe, get, get)
}

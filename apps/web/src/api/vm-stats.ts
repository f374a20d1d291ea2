import type { VmStats } from '@porthole/contract'
import { useCallback, useSyncExternalStore } from 'react'
import { Store } from './store.ts'
import { keyOf, type VmKey } from './vm-key.ts'

export interface VmFigures {
  readonly cpu: number
  readonly usedKiB: number | null
  /** CPU per cent, oldest first. */
  readonly history: readonly number[]
}

const kept = 90

/** The last figures of each watched VM, with a few minutes of CPU behind them. */
export class StatsStore {
  readonly #figures = new Map<string, VmFigures>()
  readonly #listeners = new Map<string, Set<() => void>>()
  /** Grows with each batch, for who looks at the figures of many. */
  readonly batches = new Store(0)

  add(stats: readonly VmStats[]): void {
    for (const { cpu, usedKiB, ...vm } of stats) {
      const key = keyOf(vm)
      const history = [...(this.#figures.get(key)?.history ?? []), cpu].slice(-kept)
      this.#figures.set(key, { cpu, usedKiB, history })
      this.#tell(key)
    }
    this.batches.set(this.batches.get() + 1)
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

export function useFigures(store: StatsStore, vm: VmKey): VmFigures | null {
  const key = keyOf(vm)
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key])
  const get = () => store.get(key)
  return useSyncExternalStore(subscribe, get, get)
}

import type { Vm } from '@porthole/contract'
import { useCallback, useSyncExternalStore } from 'react'
import type { VmsMessage } from './fleet-changes.ts'
import { keyOf } from './vm-key.ts'

/**
 * What events said of each VM, for those who show one: a row is painted as soon as its own VM changes, before the
 * table around it has put ten thousand in order again.
 */
export class NewestVms {
  readonly #heard = new Map<string, Vm>()
  readonly #listeners = new Map<string, Set<() => void>>()

  hear({ changed, removed }: VmsMessage): void {
    for (const gone of removed) this.#heard.delete(keyOf(gone))
    for (const vm of changed) {
      const key = keyOf(vm)
      if ((this.#heard.get(key)?.revision ?? -1) > vm.revision) continue
      this.#heard.set(key, vm)
      for (const listener of this.#listeners.get(key) ?? []) listener()
    }
  }

  /** After a break the lists are read anew. */
  forget(): void {
    this.#heard.clear()
  }

  /** The newer of what the list holds and what was heard since. */
  of(listed: Vm): Vm {
    const heard = this.#heard.get(keyOf(listed))
    return heard && heard.revision > listed.revision ? heard : listed
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key)
    }
  }
}

export function useNewest(store: NewestVms, listed: Vm): Vm {
  const key = keyOf(listed)
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key])
  const get = () => store.of(listed)
  return useSyncExternalStore(subscribe, get, get)
}

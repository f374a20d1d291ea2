import { createContext, use, useCallback, useSyncExternalStore } from 'react'

/** The VMs that are selected in the table, by key: always some of those that it shows. */
export class Selection {
  readonly #selected = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #order: readonly string[] = []
  #anchor: string | null = null

  /** What the table shows now, in its order. What it does not show any more can not be selected: nobody would see it. */
  follow(order: readonly string[]): void {
    this.#order = order
    const shown = new Set(order)
    for (const key of this.#selected) if (!shown.has(key)) this.#selected.delete(key)
    this.#tell()
  }

  /** One, or with `range` all from the last one that was chosen up to it. */
  toggle(key: string, range: boolean): void {
    const on = !this.#selected.has(key)
    const [a, b] = [this.#order.indexOf(this.#anchor ?? key), this.#order.indexOf(key)]
    const keys = range && a >= 0 && b >= 0 ? this.#order.slice(Math.min(a, b), Math.max(a, b) + 1) : [key]
    for (const each of keys) {
      if (on) this.#selected.add(each)
      else this.#selected.delete(each)
    }
    this.#anchor = key
    this.#tell()
  }

  all(on: boolean): void {
    this.#selected.clear()
    if (on) for (const key of this.#order) this.#selected.add(key)
    this.#anchor = null
    this.#tell()
  }

  has(key: string): boolean {
    return this.#selected.has(key)
  }

  keys(): string[] {
    return [...this.#selected]
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly count = (): number => this.#selected.size

  readonly extent = (): 'none' | 'some' | 'all' =>
    this.#selected.size === 0 ? 'none' : this.#selected.size === this.#order.length ? 'all' : 'some'

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

export const SelectionContext = createContext(new Selection())

export function useSelection(): Selection {
  return use(SelectionContext)
}

export function useSelected(key: string): boolean {
  const selection = useSelection()
  const get = useCallback(() => selection.has(key), [selection, key])
  return useSyncExternalStore(selection.subscribe, get, get)
}

export function useSelectedCount(selection: Selection): number {
  return useSyncExternalStore(selection.subscribe, selection.count, selection.count)
}

export function useSelectedExtent(): 'none' | 'some' | 'all' {
  const { subscribe, extent } = useSelection()
  return useSyncExternalStore(subscribe, extent, extent)
}

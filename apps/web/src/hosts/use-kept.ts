import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** A choice that is kept in this browser; null is none. All who read it follow, in other tabs too. */
export function useKept(name: string): [string | null, (value: string | null) => void] {
  const get = () => localStorage.getItem(name)
  const keep = (value: string | null) => {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
    for (const tell of listeners) tell()
  }
  return [useSyncExternalStore(subscribe, get, () => null), keep]
}

import { useSyncExternalStore } from 'react'

/** The token of a one-time link stands behind "#", which no browser sends to a server and no proxy writes down. */
export function useLinkToken(): string | null {
  return useSyncExternalStore(
    listener => {
      window.addEventListener('hashchange', listener)
      return () => window.removeEventListener('hashchange', listener)
    },
    () => window.location.hash.slice(1),
    () => null,
  )
}

import { useSyncExternalStore } from 'react'

const coarse = '(pointer: coarse)'

/** Whether one points with a finger here, as on phones and tablets. */
export function useCoarsePointer(): boolean {
  return useSyncExternalStore(
    listener => {
      const query = window.matchMedia(coarse)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => window.matchMedia(coarse).matches,
    () => false,
  )
}

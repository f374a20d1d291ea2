import { usePathname, useSearchParams } from 'next/navigation'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

export interface VmAddress {
  readonly id: string
  /** Named only where two hosts have a VM of the same UUID. */
  readonly host: string | null
}

/**
 * Which VM the address names. The exported page was made for the id "_", so the address counts only after hydration:
 * null until then. Next's own `useParams` would say "_" for ever.
 */
export function useVmAddress(): VmAddress | null {
  const path = usePathname()
  const host = useSearchParams().get('host')
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return hydrated ? { id: decodeURIComponent(path.split('/')[2] ?? ''), host } : null
}

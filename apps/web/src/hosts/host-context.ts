import { createContext, use } from 'react'
import type { FleetHost } from './fleet.ts'

export const HostContext = createContext<FleetHost | null>(null)

/** The host whose page this is, live, with its VMs. */
export function useShownHost(): FleetHost {
  const shown = use(HostContext)
  if (!shown) throw new Error('HostPage stands around the pages of a host')
  return shown
}

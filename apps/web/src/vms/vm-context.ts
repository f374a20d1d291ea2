import type { Host, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { orpc } from '../api/client.ts'

export interface ShownVm {
  readonly vm: Vm
  readonly host: Host | undefined
  readonly staleSince: string | null
  readonly twins: ReadonlySet<string>
}

export const VmContext = createContext<ShownVm | null>(null)

/** The VM whose page this is, live. */
export function useShownVm(): ShownVm {
  const shown = use(VmContext)
  if (!shown) throw new Error('VmPage stands around the pages of a VM')
  return shown
}

/** Its devices and XML: read once, and again after each event on the VM. */
export function useVmDetails() {
  const { vm } = useShownVm()
  return useQuery(orpc.vms.getVm.queryOptions({ input: { id: vm.id, host: vm.host } }))
}

import type { Vm } from '@porthole/contract'
import { createContext, use } from 'react'
import type { VmKey } from '../api/vm-key.ts'
import type { MenuProps } from '../ui/Menu.tsx'
import type { VmAct } from './acts.ts'

export interface MenuPlace extends Pick<MenuProps, 'at' | 'opener'> {
  readonly staleSince: string | null
  readonly twins: ReadonlySet<string>
}

interface Acting {
  /** Does it, or asks first where it can cost data. */
  ask(vm: Vm, act: VmAct): void
  openMenu(vm: Vm, place: MenuPlace): void
  dismiss(vm: VmKey): void
}

export const ActingContext = createContext<Acting | null>(null)

export function useVmActs(): Acting {
  const acting = use(ActingContext)
  if (!acting) throw new Error('VmActs stands around every page that shows VMs')
  return acting
}

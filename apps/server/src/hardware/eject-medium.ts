import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { changeMedium } from './change-medium.ts'

export const ejectMedium: Verb<VmName & { target: string; force: boolean }, Record<string, never>> = (core, input) =>
  changeMedium(core, input, async () => null)

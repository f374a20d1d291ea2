import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** As the reset button: the guest is not asked. */
export const resetVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainReset', { dom, flags: 0 }))

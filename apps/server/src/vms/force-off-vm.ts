import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** As pulling the plug: what the guest had not written is lost. */
export const forceOffVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainDestroyFlags', { dom, flags: 0 }))

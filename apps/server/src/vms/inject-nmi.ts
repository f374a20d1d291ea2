import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** As the NMI button of a server: what the guest makes of it is its own affair. */
export const injectNmi: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainInjectNmi', { dom, flags: 0 }))

import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

export const resumeVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainResume', { dom }))

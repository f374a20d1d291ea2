import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** Starting a domain that has a managed save image restores it: memory is read back, which can take minutes. */
export const restoreVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) =>
    link.call('domainCreateWithFlags', { dom, flags: 0 }, { deadlineMs: 15 * 60_000 }),
  )

import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** A managed save writes all of the guest's memory: minutes for a large one on a slow disk. */
export const saveVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) =>
    link.call('domainManagedSave', { dom, flags: 0 }, { deadlineMs: 30 * 60_000 }),
  )

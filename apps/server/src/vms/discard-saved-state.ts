import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** libvirt sends no event for this; reading the VM again is what shows it. */
export const discardSavedState: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainManagedSaveRemove', { dom, flags: 0 }))

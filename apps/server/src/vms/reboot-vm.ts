import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** Asks the guest, by its agent or by ACPI, as libvirt sees fit. */
export const rebootVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainReboot', { dom, flags: 0 }))

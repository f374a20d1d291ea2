import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** Flags 0 let libvirt choose: by the guest's agent where it answers, else by the ACPI power button. */
export const shutDownVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom) => link.call('domainShutdownFlags', { dom, flags: 0 }))

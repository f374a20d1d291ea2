import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'
import { startDomain } from './start-domain.ts'

/** https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateWithFlags */
export const startVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, (link, dom, vm) => startDomain(link, dom, vm))

import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/** libvirt gives a QEMU that does not go half a minute before it is killed. */
const deadlineMs = 60_000

/** As pulling the plug: what the guest had not written is lost. */
export const forceOffVm: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, async (link, dom, vm) => {
    await core.lastPictures.look(vm)
    await link.call('domainDestroyFlags', { dom, flags: 0 }, { deadlineMs })
  })

import { DomainDeviceModifyFlags } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { guestMs } from './in-each-state.ts'

const { LIVE, CONFIG } = DomainDeviceModifyFlags

/** One call for both: where QEMU takes it not, the definition stays as it is. */
export async function attachDevice(link: HostLink, vm: VmRecord, xml: string, now: boolean): Promise<void> {
  const { dom, active, persistent } = vm
  const flags = (active && (now || !persistent) ? LIVE : 0) | (persistent ? CONFIG : 0)
  try {
    await link.call('domainAttachDeviceFlags', { dom, xml, flags }, { deadlineMs: guestMs })
  } catch (error) {
    // No slot is free, the bus takes nothing while the VM runs, the driver can not: at the next start there is none of that.
    const isTried = flags === (LIVE | CONFIG) && error instanceof Fault
    if (!isTried || !['LIBVIRT_FAILED', 'NOT_SUPPORTED'].includes(error.code)) throw error
    const message = `The running VM does not take it: choose the next start alone. ${error.message}`
    throw new Fault('NOT_SUPPORTED', message, { cause: error, ...(error.data && { data: error.data }) })
  }
}

import { type DeviceName, deviceOf } from '@porthole/libvirt-xml'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { documentsOf } from './documents.ts'
import { guestMs, inEachState, type State } from './in-each-state.ts'

const notYet =
  'The guest was asked to let go of it, and has not yet: it is gone once the guest does, or at the next start.'

/** Takes a device away. `require` throws where the document has something else under that name by now. */
export async function detachDevice(
  core: Core,
  { id, host, now }: VmName & { readonly now: boolean },
  name: DeviceName,
  require: (state: State) => void = () => {},
): Promise<{ note: string | null }> {
  let held = false
  await actOnDomain(core, { id, host }, async (link, dom, vm) => {
    const changed = await inEachState(link, vm, { now }, async state => {
      const xml = deviceOf(state.xml, name)
      if (xml === null) return false
      require(state)
      await link.call('domainDetachDeviceFlags', { dom, xml, flags: state.flag }, { deadlineMs: guestMs })
      return true
    })
    if (!changed)
      throw new Fault(
        'NOT_FOUND',
        `This VM has no ${'mac' in name ? 'network interface' : 'disk'} ${Object.values(name)[0]}.`,
      )
    if (!vm.active || !(now || !vm.persistent)) return
    const { now: live } = await documentsOf(link, vm)
    held = live !== null && deviceOf(live, name) !== null
  })
  return { note: held ? notYet : null }
}

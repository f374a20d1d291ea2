import type { Domain } from '@porthole/libvirt'
import type { Core } from '../core.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName, VmRecord } from '../hosts/vm-record.ts'

/** Does one thing with a VM's domain, then reads the VM again: whoever asked finds what became of it. */
export async function actOnDomain(
  core: Core,
  name: VmName,
  act: (link: HostLink, dom: Domain, vm: VmRecord) => Promise<unknown>,
): Promise<Record<string, never>> {
  const { link, vm } = core.hosts.findVm(name)
  try {
    await act(link, vm.dom, vm)
  } finally {
    await link.refresh(vm.id)
  }
  return {}
}

import { type Domain, DomainCreateFlags } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'

const deadlineMs = 120_000

/**
 * Starts a domain. A KVM guest with a display is held before its first instruction while a picture is taken, so that
 * one which never gets going can be told (docs/decisions/0008-kvm-that-never-gets-going.md).
 */
export async function startDomain(
  link: HostLink,
  dom: Domain,
  { accelerator, displays }: Pick<VmRecord, 'accelerator' | 'displays'>,
): Promise<void> {
  const held = accelerator === 'kvm' && displays.length > 0
  const flags = held ? DomainCreateFlags.START_PAUSED : DomainCreateFlags.NONE
  const started = await link.call('domainCreateWithFlags', { dom, flags }, { deadlineMs }).catch(error => {
    if (error instanceof Fault && error.code === 'KVM_UNUSABLE') link.firstPictures.failed()
    throw error
  })
  if (!held) return
  const vm = { id: dom.uuid, dom: started.dom }
  const before = await link.screens.take(vm).catch(() => null)
  await link.call('domainResume', { dom: started.dom })
  if (before !== null) link.firstPictures.watch(vm, before)
}

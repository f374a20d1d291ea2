import { type Domain, DomainXMLFlags } from '@porthole/libvirt'
import { setDomainType, XmlError } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'
import { startDomain } from './start-domain.ts'

/** Changes the definition first: should libvirt refuse it, the running guest was not touched. */
export const useEmulation: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, async (link, dom, vm) => {
    if (vm.state === 'saved') {
      throw new Fault('WRONG_STATE', 'Its saved state belongs to KVM: restore it and shut down, or discard it first.')
    }
    await redefine(link, dom)
    if (!vm.active) return
    await link.call('domainDestroyFlags', { dom, flags: 0 }, { deadlineMs: 60_000 })
    await startDomain(link, dom, { accelerator: 'tcg', displays: vm.displays })
  })

/** SECURE, or defining it again would drop its display's password. The XML does not leave this function. */
async function redefine(link: HostLink, dom: Domain): Promise<void> {
  const flags = DomainXMLFlags.INACTIVE | DomainXMLFlags.SECURE
  const { xml } = await link.call('domainGetXmlDesc', { dom, flags })
  await link.call('domainDefineXml', { xml: emulated(xml) })
}

function emulated(xml: string): string {
  try {
    return setDomainType(xml, 'qemu')
  } catch (error) {
    if (error instanceof XmlError) throw new Fault('NOT_SUPPORTED', error.message, { cause: error })
    throw error
  }
}

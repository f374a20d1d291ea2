import { DomainXMLFlags } from '@porthole/libvirt'
import { addVncDisplay as addTo, XmlError } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'

/**
 * Changes the definition alone: a running guest gets its display when it is started the next time. SECURE, or defining it
 * again would drop the passwords of its other displays. The XML does not leave this function.
 */
export const addVncDisplay: Verb<VmName, Record<string, never>> = (core, input) =>
  actOnDomain(core, input, async (link, dom) => {
    const flags = DomainXMLFlags.INACTIVE | DomainXMLFlags.SECURE
    const { xml } = await link.call('domainGetXmlDesc', { dom, flags })
    await link.call('domainDefineXml', { xml: withVncDisplay(xml) })
  })

/** @throws {Fault} NOT_SUPPORTED where the document is none that can be edited */
export function withVncDisplay(xml: string): string {
  try {
    return addTo(xml)
  } catch (error) {
    if (error instanceof XmlError) throw new Fault('NOT_SUPPORTED', error.message, { cause: error })
    throw error
  }
}

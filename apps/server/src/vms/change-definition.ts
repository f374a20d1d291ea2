import type { DefinitionPlan } from '@porthole/contract'
import { DomainXMLFlags } from '@porthole/libvirt'
import { type DomainDocument, readDomain, withoutSecrets, XmlError } from '@porthole/libvirt-xml'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'
import { changedLines } from './changed-lines.ts'

/** Something that a definition can be given, and that a running guest has only from its next start on. */
export interface Addition {
  /** @throws {XmlError} where it can not be added, with a sentence for a person */
  add(xml: string): string
  has(document: DomainDocument): boolean
}

/**
 * Changes the definition alone: a running guest is left as it is. SECURE, or defining it again would drop the passwords of
 * its displays. The XML does not leave this function.
 */
export const changeDefinition = (core: Core, input: VmName, { add }: Addition): Promise<Record<string, never>> =>
  actOnDomain(core, input, async (link, dom) => {
    const flags = DomainXMLFlags.INACTIVE | DomainXMLFlags.SECURE
    const { xml } = await link.call('domainGetXmlDesc', { dom, flags })
    await link.call('domainDefineXml', { xml: edited(xml, add) })
  })

/** What that would change, without any secret. */
export async function planDefinition(core: Core, input: VmName, { add, has }: Addition): Promise<DefinitionPlan> {
  const { link, vm } = core.hosts.findVm(input)
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: DomainXMLFlags.INACTIVE })
  const defined = withoutSecrets(xml)
  return { lines: changedLines(defined, edited(defined, add)), done: has(readDomain(defined)) }
}

/** @throws {Fault} NOT_SUPPORTED where the document is none that can be edited so */
function edited(xml: string, add: Addition['add']): string {
  try {
    return add(xml)
  } catch (error) {
    if (error instanceof XmlError) throw new Fault('NOT_SUPPORTED', error.message, { cause: error })
    throw error
  }
}

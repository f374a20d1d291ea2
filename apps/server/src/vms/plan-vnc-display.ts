import type { DisplayPlan } from '@porthole/contract'
import { DomainXMLFlags } from '@porthole/libvirt'
import { readDomain, withoutSecrets } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { withVncDisplay } from './add-vnc-display.ts'
import { changedLines } from './changed-lines.ts'

/** What addVncDisplay would change in the definition, and when it counts. */
export const planVncDisplay: Verb<VmName, DisplayPlan> = async (core, input) => {
  const { link, vm } = core.hosts.findVm(input)
  const { xml } = await link.call('domainGetXmlDesc', { dom: vm.dom, flags: DomainXMLFlags.INACTIVE })
  const defined = withoutSecrets(xml)
  return {
    lines: changedLines(defined, withVncDisplay(defined)),
    done: readDomain(defined).graphics.some(({ type }) => type === 'vnc'),
  }
}

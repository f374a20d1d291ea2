import { DomainSnapshotCreateFlags, DomainSnapshotXMLFlags } from '@porthole/libvirt'
import { describeSnapshot as describe } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import { actOnSnapshot, type SnapshotName } from './act-on-snapshot.ts'

/** SECURE, or the passwords of the definition that it keeps would be lost. The XML does not leave this function. */
export const describeSnapshot: Verb<SnapshotName & { description: string }, object> = (core, input) =>
  actOnSnapshot(core, input, async (link, snap, { dom }) => {
    const { xml } = await link.call('domainSnapshotGetXmlDesc', { snap, flags: DomainSnapshotXMLFlags.SECURE })
    const { current } = await link.call('domainSnapshotIsCurrent', { snap, flags: 0 })
    const { REDEFINE, CURRENT } = DomainSnapshotCreateFlags
    await link.call('domainSnapshotCreateXml', {
      dom,
      xml_desc: describe(xml, input.description),
      flags: current ? REDEFINE | CURRENT : REDEFINE,
    })
  })

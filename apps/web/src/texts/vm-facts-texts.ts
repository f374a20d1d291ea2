import type { AddressSource } from '@porthole/contract'

/** The part of the catalogue that is loaded with what a VM is. */
export const vmFactsTexts = {
  addressSources: {
    agent: 'Told by the guest’s agent.',
    lease: 'A lease of the libvirt network’s DHCP server.',
    arp: 'From the host’s table of neighbours (ARP).',
  } satisfies Record<AddressSource, string>,
  osSources: {
    agent: 'Told by the guest’s agent.',
    metadata: 'As the VM’s definition says (libosinfo).',
  },
}

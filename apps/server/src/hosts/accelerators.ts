import { type DomainCapabilities, readDomainCapabilities } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from './host-link.ts'

/** The machine that a new VM gets; libvirt's own choice for x86 is the i440FX of 1996. */
const machines: Readonly<Record<string, string>> = { x86_64: 'q35', aarch64: 'virt', riscv64: 'virt' }

/**
 * What the host's emulator can do, run by KVM or by emulation; null when it offers that not at all.
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetDomainCapabilities
 */
export async function domainCapabilities(link: HostLink, type: 'kvm' | 'qemu'): Promise<DomainCapabilities | null> {
  const machine = machines[link.snapshot().node?.arch ?? ''] ?? null
  for (const wanted of machine === null ? [null] : [machine, null]) {
    try {
      const args = { emulatorbin: null, arch: null, machine: wanted, virttype: type, flags: 0 }
      const { capabilities } = await link.call('connectGetDomainCapabilities', args)
      return readDomainCapabilities(capabilities)
    } catch (error) {
      // libvirt answers "not supported" in several codes; only a host that does not answer at all is a failure here.
      if (!(error instanceof Fault) || error.data?.libvirt === undefined) throw error
    }
  }
  return null
}

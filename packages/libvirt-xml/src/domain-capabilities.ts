import { readAny } from './document.ts'
import { attribute, child, children, text, wholeNumber } from './element.ts'

/** What one emulator can do for one machine. https://libvirt.org/formatdomaincaps.html */
export interface DomainCapabilities {
  /** The path of the emulator. */
  emulator: string | null
  /** The way it would run: kvm, qemu. */
  domainType: string | null
  /** The machine's full name, also where an alias such as q35 was asked for. */
  machine: string | null
  arch: string | null
  maxVcpus: number | null
  /** Firmware that libvirt can choose by itself: bios, efi. */
  firmware: string[]
  /** CPU modes that are supported: host-passthrough, maximum, host-model, custom. */
  cpuModes: string[]
  oddity: string | null
}

export function readDomainCapabilities(xml: string): DomainCapabilities {
  return readAny(xml, 'domainCapabilities', (capabilities, odd) => {
    const firmware = children(child(capabilities, 'os'), 'enum').find(list => attribute(list, 'name') === 'firmware')
    const modes = children(child(capabilities, 'cpu'), 'mode').filter(mode => attribute(mode, 'supported') === 'yes')
    return {
      emulator: text(child(capabilities, 'path')),
      domainType: text(child(capabilities, 'domain')),
      machine: text(child(capabilities, 'machine')),
      arch: text(child(capabilities, 'arch')),
      maxVcpus: wholeNumber(attribute(child(capabilities, 'vcpu'), 'max'), 'The most vCPUs', odd),
      firmware: children(firmware ?? null, 'value').flatMap(value => text(value) ?? []),
      cpuModes: modes.flatMap(mode => attribute(mode, 'name') ?? []),
    }
  })
}

import type { Element } from '@xmldom/xmldom'
import { edit, XmlError } from './document.ts'
import { attribute, child, children } from './element.ts'

/** CPU modes that stand for the host's own CPU, which only KVM can give to a guest. */
const hostModes = ['host-passthrough', 'host-model']

/** Timers that a guest sees only under KVM or Hyper-V's paravirtualization. */
const kvmTimers = ['kvmclock', 'hypervclock']

/**
 * Changes how a domain is virtualized. Going to `qemu` (TCG), what only KVM can do goes too: the host's CPU becomes the
 * most that TCG can emulate, and KVM's own features and timers are dropped. Everything else stays.
 * @throws {XmlError} when the document is not a KVM or QEMU domain
 */
export function setDomainType(xml: string, type: 'kvm' | 'qemu'): string {
  return edit(xml, 'domain', domain => {
    const from = attribute(domain, 'type')
    if (from === type) return
    if (from !== 'kvm' && from !== 'qemu')
      throw new XmlError(`The domain's type is "${from}": only kvm and qemu can be exchanged.`)
    domain.setAttribute('type', type)
    const features = child(domain, 'features')
    if (type === 'kvm') return removeAll(children(features, 'tcg'))
    emulateCpu(child(domain, 'cpu'))
    removeAll(children(features, 'kvm'))
    removeAll(children(features, 'hyperv'))
    removeAll(children(features, 'ioapic').filter(ioapic => attribute(ioapic, 'driver') === 'kvm'))
    const timers = children(child(domain, 'clock'), 'timer')
    removeAll(timers.filter(timer => kvmTimers.includes(attribute(timer, 'name') ?? '')))
  })
}

/** Keeps what shapes the guest (topology, NUMA, features that were turned off) and drops what came from the host. */
function emulateCpu(cpu: Element | null): void {
  if (cpu === null) return
  cpu.removeAttribute('check')
  if (!hostModes.includes(attribute(cpu, 'mode') ?? '')) return
  cpu.setAttribute('mode', 'maximum')
  for (const name of ['match', 'migratable']) cpu.removeAttribute(name)
  for (const name of ['model', 'vendor', 'cache', 'maxphysaddr']) removeAll(children(cpu, name))
  removeAll(children(cpu, 'feature').filter(feature => attribute(feature, 'policy') !== 'disable'))
}

/** Takes elements away together with the indentation before them. */
function removeAll(elements: Element[]): void {
  for (const element of elements) {
    const before = element.previousSibling
    if (before?.nodeName === '#text' && !before.nodeValue?.trim()) before.parentNode?.removeChild(before)
    element.parentNode?.removeChild(element)
  }
}

import type { Element } from '@xmldom/xmldom'
import { attribute, child } from './element.ts'

/** A network interface of a domain. https://libvirt.org/formatdomain.html#network-interfaces */
export interface DomainNic {
  mac: string | null
  model: string | null
  /** What it hangs on, in words: "network default", "bridge br0", "user". */
  source: string
}

/** The attribute of `<source>` that names what an interface of each type hangs on. */
const namedBy: Record<string, string> = {
  network: 'network',
  bridge: 'bridge',
  direct: 'dev',
  vdpa: 'dev',
  vhostuser: 'path',
  internal: 'name',
}

export function readNic(nic: Element): DomainNic {
  // A network that hands out a bridge or a device of the host is told as that while the domain runs.
  const network = attribute(child(nic, 'source'), 'network')
  const type = network === null ? (attribute(nic, 'type') ?? 'unknown') : 'network'
  const source = network ?? attribute(child(nic, 'source'), namedBy[type] ?? 'dev')
  return {
    mac: attribute(child(nic, 'mac'), 'address')?.toLowerCase() ?? null,
    model: attribute(child(nic, 'model'), 'type'),
    source: source === null ? type : `${type} ${source}`,
  }
}

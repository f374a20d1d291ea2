import { readAny } from './document.ts'
import { attribute, child, rawText, text } from './element.ts'

/** A virtual network. https://libvirt.org/formatnetwork.html */
export interface NetworkDocument {
  name: string | null
  uuid: string | null
  bridge: string | null
  /** nat, route, open, bridge …; null for a network without a way out. */
  forward: string | null
  oddity: string | null
}

export function readNetwork(xml: string): NetworkDocument {
  return readAny(xml, 'network', network => {
    const forward = child(network, 'forward')
    return {
      name: rawText(child(network, 'name')),
      uuid: text(child(network, 'uuid')),
      bridge: attribute(child(network, 'bridge'), 'name'),
      // <forward/> without a mode means NAT.
      forward: forward === null ? null : (attribute(forward, 'mode') ?? 'nat'),
    }
  })
}

import type { Element } from '@xmldom/xmldom'
import { edit, XmlError } from './document.ts'
import { attribute, child, children } from './element.ts'

/** As libvirt indents what stands in `<devices>`. */
const levelOne = '\n    '

/**
 * Gives a domain a VNC display on its host's loopback, beside whatever displays it has; one that has VNC stays as it is,
 * unless it listens nowhere (`none`).
 * libvirt adds the video device that a domain with its first display lacks.
 * @throws {XmlError} when the document is no domain that has devices
 */
export function addVncDisplay(xml: string): string {
  return edit(xml, 'domain', (domain, document) => {
    const devices = child(domain, 'devices')
    if (devices === null) throw new XmlError('The domain has no devices.')
    const displays = children(devices, 'graphics')
    const vnc = displays.find(display => display.getAttribute('type') === 'vnc')
    if (vnc !== undefined) {
      listenOnLoopback(vnc)
      return
    }
    const graphics = document.createElement('graphics')
    graphics.setAttribute('type', 'vnc')
    graphics.setAttribute('port', '-1')
    graphics.setAttribute('autoport', 'yes')
    const listen = document.createElement('listen')
    listen.setAttribute('type', 'address')
    listen.setAttribute('address', '127.0.0.1')
    graphics.appendChild(document.createTextNode(`${levelOne}  `))
    graphics.appendChild(listen)
    graphics.appendChild(document.createTextNode(levelOne))
    const before = displays.at(-1)?.nextSibling ?? devices.lastChild
    devices.insertBefore(document.createTextNode(levelOne), before)
    devices.insertBefore(graphics, before)
  })
}

function listenOnLoopback(graphics: Element): void {
  const listen = child(graphics, 'listen')
  if (listen === null || attribute(listen, 'type') !== 'none') return
  listen.setAttribute('type', 'address')
  listen.setAttribute('address', '127.0.0.1')
  graphics.setAttribute('port', '-1')
  graphics.setAttribute('autoport', 'yes')
}

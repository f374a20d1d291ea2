import type { Element } from '@xmldom/xmldom'
import { edit, XmlError } from './document.ts'
import { attribute, child, children } from './element.ts'

/** The port at which the agent in a guest speaks of its clipboard, whoever listens at the other end. */
const agentPort = 'com.redhat.spice.0'

/**
 * How a guest's clipboard can be reached from its VNC display: `absent` without a channel, `spice` where its agent speaks
 * to SPICE clients alone, `silent` while no agent answers, `connected`. Only the live document tells the last two apart.
 */
export type DomainClipboard = 'absent' | 'spice' | 'silent' | 'connected'

export function readClipboard(devices: Element | null): DomainClipboard {
  const channel = agentChannel(devices)
  if (channel === null) return 'absent'
  if (attribute(channel, 'type') !== 'qemu-vdagent') return 'spice'
  if (attribute(child(channel, 'source', 'clipboard'), 'copypaste') !== 'yes') return 'absent'
  return attribute(child(channel, 'target'), 'state') === 'connected' ? 'connected' : 'silent'
}

/**
 * Lets the agent in the guest share its clipboard with VNC. https://libvirt.org/formatdomain.html#channel
 * @throws {XmlError} when the agent's port is taken by SPICE, or the document is no domain that has devices
 */
export function addClipboard(xml: string): string {
  return edit(xml, 'domain', (domain, document) => {
    const devices = child(domain, 'devices')
    if (devices === null) throw new XmlError('The domain has no devices.')
    const found = agentChannel(devices)
    if (found !== null && attribute(found, 'type') !== 'qemu-vdagent') {
      throw new XmlError('The agent in this guest shares its clipboard with SPICE clients: it can not do both.')
    }
    const make = (name: string, attributes: Readonly<Record<string, string>>) => {
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      return element
    }
    if (found !== null) {
      const source = child(found, 'source') ?? append(found, make('source', {}), 6)
      const clipboard = child(source, 'clipboard') ?? append(source, make('clipboard', {}), 8)
      clipboard.setAttribute('copypaste', 'yes')
      return
    }
    const channel = make('channel', { type: 'qemu-vdagent' })
    append(append(channel, make('source', {}), 6), make('clipboard', { copypaste: 'yes' }), 8)
    append(channel, make('target', { type: 'virtio', name: agentPort }), 6)
    const before = children(devices, 'channel').at(-1)?.nextSibling ?? devices.lastChild
    devices.insertBefore(document.createTextNode(`\n${' '.repeat(4)}`), before)
    devices.insertBefore(channel, before)
  })
}

function agentChannel(devices: Element | null): Element | null {
  return children(devices, 'channel').find(each => attribute(child(each, 'target'), 'name') === agentPort) ?? null
}

/** As the last child, indented as libvirt does; the parent's own end goes two columns to the left of it. */
function append(to: Element, element: Element, indent: number): Element {
  const { ownerDocument } = to
  if (ownerDocument === null) throw new XmlError('The document is none.')
  const last = to.lastChild
  if (last?.nodeType === 3 && last.nodeValue?.trim() === '') to.removeChild(last)
  to.appendChild(ownerDocument.createTextNode(`\n${' '.repeat(indent)}`))
  to.appendChild(element)
  to.appendChild(ownerDocument.createTextNode(`\n${' '.repeat(indent - 2)}`))
  return element
}

import type { Element } from '@xmldom/xmldom'
import type { Odd } from './document.ts'
import { attribute, child, oneOf } from './element.ts'

const listenKinds = ['address', 'network', 'socket', 'none'] as const

/** A display of a domain. https://libvirt.org/formatdomain.html#graphical-framebuffers */
export interface DomainGraphics {
  /** vnc, spice, sdl, rdp, dbus … */
  type: string | null
  listen: {
    /** `none`: reachable only by a file descriptor that libvirt hands out. */
    kind: (typeof listenKinds)[number]
    /** Where it listens on the host; null when libvirt takes its default, which is 127.0.0.1 unless set up otherwise. */
    address: string | null
    /** The path of the unix socket on the host. */
    socket: string | null
  }
  /** TCP port; null while none is given, which is so for "autoport" until the domain runs. */
  port: number | null
  /** Only in a document read with VIR_DOMAIN_XML_SECURE. */
  password: string | null
}

export function readGraphics(graphics: Element, odd: Odd): DomainGraphics {
  const listen = child(graphics, 'listen')
  const socket = attribute(listen, 'socket') ?? attribute(graphics, 'socket')
  const kind = attribute(listen, 'type') ?? (socket === null ? 'address' : 'socket')
  return {
    type: attribute(graphics, 'type'),
    listen: {
      kind: oneOf(kind, listenKinds, 'Where a display listens', odd) ?? 'none',
      address: attribute(listen, 'address') ?? attribute(graphics, 'listen'),
      socket,
    },
    port: portOf(attribute(graphics, 'port'), odd),
    password: attribute(graphics, 'passwd'),
  }
}

/** libvirt writes -1 for a port that it will choose at start. */
function portOf(port: string | null, odd: Odd): number | null {
  if (port === null || port === '-1' || port === '0') return null
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return Number(port)
  odd(`The port of a display can not be read: "${port.slice(0, 40)}".`)
  return null
}

import { Fault } from '../fault.ts'

export interface HostUri {
  /** As it is kept and shown. */
  readonly text: string
  /** What CONNECT_OPEN names: the URI without what only says how to get there. */
  readonly open: string
  /** The daemon's socket; null for libvirt's usual places. */
  readonly socket: string | null
}

const drivers: Readonly<Record<string, string>> = { qemu: '/system', test: '/default' }

/**
 * Reads a connection URI strictly: what we would not honour is refused, never passed over. Only sockets of this
 * machine for now. https://libvirt.org/uri.html
 */
export function parseHostUri(text: string): HostUri {
  const refuse = (why: string) => new Fault('BAD_INPUT', why, { data: { issues: [{ path: 'uri', message: why }] } })
  const match = /^([a-z0-9]+)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/.exec(text)
  if (match === null) throw refuse('That is no libvirt URI: give one such as qemu:///system.')
  const [, driver = '', transport = 'unix', authority = '', path = '', query = ''] = match
  if (transport !== 'unix' || authority !== '') {
    throw refuse('Only libvirt on this machine can be reached so far: give a URI such as qemu:///system.')
  }
  if (drivers[driver] !== path) throw refuse('Porthole knows the libvirt drivers qemu:///system and test:///default.')
  return { text, open: `${driver}://${path}`, socket: readSocket(query, refuse) }
}

function readSocket(query: string, refuse: (why: string) => Fault): string | null {
  const parameters = [...new URLSearchParams(query)]
  const stray = parameters.find(([name]) => name !== 'socket')
  if (stray !== undefined) throw refuse(`The URI parameter "${stray[0].slice(0, 32)}" is not supported: leave it out.`)
  if (parameters.length > 1) throw refuse('The URI names more than one socket: leave one.')
  const socket = parameters[0]?.[1]
  if (socket === undefined) return null
  // 107 bytes is what sockaddr_un holds on Linux (unix(7)).
  const usable = /^\/[^\0\n\r]+$/.test(socket) && !socket.split('/').includes('..') && Buffer.byteLength(socket) <= 107
  if (!usable) throw refuse('The socket must be the whole path of a file on this machine, at most 107 bytes long.')
  return socket
}

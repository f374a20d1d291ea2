import { formatUri, type LibvirtUri, parseUri, UriError } from '@porthole/libvirt'
import { Fault } from '../fault.ts'

export interface HostUri {
  /** As it is kept and shown. */
  readonly text: string
  /** What CONNECT_OPEN names: the URI without what only says how to get there. */
  readonly open: string
  /** The daemon's socket on this machine; null for libvirt's usual places, and for other machines. */
  readonly socket: string | null
  readonly parts: LibvirtUri
}

export interface PlainTcp {
  /** What the installation says about TCP, which is not encrypted, to other machines. */
  readonly plainTcp?: 'no' | 'ask' | 'yes'
  /** Somebody confirmed it for this host. */
  readonly confirmed?: boolean
}

/**
 * Reads a connection URI strictly. People type these, so what could run programs, read files or weaken a check on the
 * machine of Porthole is refused, and so is what Porthole would not honour. https://libvirt.org/uri.html
 */
export function parseHostUri(text: string, { plainTcp = 'ask', confirmed = false }: PlainTcp = {}): HostUri {
  const parts = parsed(text)
  const { driver, transport, host, user, path, params, options, open } = parts
  const paths = knownPaths[driver] ?? ['/system', '/', '']
  if (outside.has(driver)) throw refused(`Porthole does not go to ${driver} hosts: give one where libvirt runs.`)
  if (!paths.includes(path))
    throw refused(
      `Give the libvirt of the whole host: ${formatUri({ ...parts, path: paths[0] ?? '', options: {}, params: [] })}.`,
    )
  const stray = params[0]?.[0] ?? Object.keys(options).find(name => !allowed[transport]?.includes(name))
  if (stray !== undefined) throw refused(`The URI parameter "${stray.slice(0, 32)}" is not supported: leave it out.`)
  if (user !== null && (transport === 'tls' || transport === 'tcp')) {
    throw refused('Porthole logs in by its certificate there: leave the user out of the URI.')
  }
  if (transport === 'tcp' && !isLoopback(host ?? '')) {
    if (plainTcp === 'no') {
      throw refused('TCP is not encrypted, and PORTHOLE_PLAIN_TCP=no forbids it here: say ssh or tls instead.')
    }
    if (plainTcp === 'ask' && !confirmed) {
      throw refused('TCP is not encrypted: say ssh or tls instead, or confirm that you trust the network between.')
    }
  }
  const socket = options.socket ?? null
  if (socket !== null) checkSocket(socket)
  return { text, open, socket, parts }
}

/** What each driver has where the whole host is meant. The test driver would read any other path as a file. */
const knownPaths: Readonly<Record<string, readonly string[]>> = { qemu: ['/system'], test: ['/default'] }

/** Their drivers would have a libvirt connect to other machines, or choose by itself. */
const outside: ReadonlySet<string> = new Set(['esx', 'gsx', 'vpx', 'hyperv', 'remote'])

/** Keys, certificates and known hosts are Porthole's own, not the URI's. */
const allowed: Readonly<Partial<Record<string, readonly string[]>>> = {
  unix: ['socket', 'mode'],
  ssh: ['mode'],
  libssh: ['mode'],
  libssh2: ['mode'],
}

function parsed(text: string): LibvirtUri {
  try {
    return parseUri(text)
  } catch (error) {
    throw error instanceof UriError ? refused(error.message) : error
  }
}

// 107 bytes is what sockaddr_un holds on Linux (unix(7)).
function checkSocket(socket: string): void {
  if (socket.length > 1 && !socket.split('/').includes('..') && Buffer.byteLength(socket) <= 107) return
  throw refused('The socket must be the whole path of a file on this machine, at most 107 bytes long.')
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const refused = (why: string): Fault =>
  new Fault('BAD_INPUT', why, { data: { issues: [{ path: 'uri', message: why }] } })

import { isIPv6 } from 'node:net'
import { UriError } from './errors.ts'
import { readOptions, type UriOptions, type UriTransport, writeOptions } from './uri-options.ts'

/** A libvirt URI, taken apart: https://libvirt.org/uri.html */
export interface LibvirtUri {
  /** `qemu`, `xen`, `lxc`, `test` and so on; `remote` lets the daemon choose. */
  readonly driver: string
  /** The one that is named, else `tls` where there is a host and `unix` where there is none. */
  readonly transport: UriTransport
  readonly user: string | null
  /** A name or an address, IPv6 without brackets. `localhost` where a network transport names none. */
  readonly host: string | null
  readonly port: number | null
  /** Decoded: `/system`, `/session`, or the driver's own, such as a file for `test`. */
  readonly path: string
  /** What libvirt's client keeps for itself. */
  readonly options: UriOptions
  /** What is left for the driver, in order. */
  readonly params: readonly (readonly [string, string])[]
  /** What the daemon is asked to open: the URI without the way to the daemon, or `name`, or '' to let it choose. */
  readonly open: string
}

const longest = 4096
const transports: readonly string[] = ['unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2'] satisfies UriTransport[]

/** Their drivers speak to another machine themselves: host, port and parameters of such a URI are theirs alone. */
const ownNetwork: ReadonlySet<string> = new Set(['esx', 'gsx', 'vpx', 'hyperv'])

/**
 * Reads `driver[+transport]://[user@][host][:port]/[path][?parameters]` as libvirt does.
 * What this client does not support is refused with a UriError, never passed over.
 */
export function parseUri(text: string): LibvirtUri {
  if (text.length > longest) throw new UriError(`A libvirt URI has at most ${longest} characters.`)
  const match = /^([a-z][a-z0-9-]*)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(text)
  if (!match) throw new UriError('That is no libvirt URI: give one such as qemu:///system or qemu+ssh://host/system.')
  const [, scheme = '', named, authority = '', encodedPath = '', query = ''] = match
  const driver = scheme.toLowerCase()
  const { user, host, port } = readAuthority(authority)
  const path = decoded(encodedPath)
  const parameters = readQuery(query)
  if (ownNetwork.has(driver) && named === undefined) {
    const parts = { driver, transport: 'unix', user, host, port, path, options: {}, params: parameters } as const
    return { ...parts, open: formatUri(parts) }
  }
  const transport = transportOf(named?.toLowerCase() ?? (authority === '' ? 'unix' : 'tls'))
  if (transport === 'unix' && authority !== '') {
    throw new UriError('A unix socket is on this machine: leave the host out, or say ssh, tls or tcp.')
  }
  const { options, params } = readOptions(parameters, transport)
  return {
    driver,
    transport,
    user,
    host: transport === 'unix' ? null : (host ?? 'localhost'),
    port,
    path,
    options,
    params,
    open: options.name ?? (driver === 'remote' ? '' : `${driver}://${encode(path)}${writeQuery(params)}`),
  }
}

/** Writes a URI that `parseUri` reads as the same. */
export function formatUri(uri: Omit<LibvirtUri, 'open'>): string {
  const { driver, transport, user, host, port, path, options, params } = uri
  const scheme = transport === 'unix' ? driver : `${driver}+${transport}`
  const before = user === null ? '' : `${encodeURIComponent(user)}@`
  const name = host === null ? '' : isIPv6(host) ? `[${host.replace('%', '%25')}]` : encodeURIComponent(host)
  const after = port === null ? '' : `:${port}`
  return `${scheme}://${before}${name}${after}${encode(path)}${writeQuery([...writeOptions(options), ...params])}`
}

function transportOf(name: string): UriTransport {
  if (transports.includes(name)) return name as UriTransport
  if (name === 'ext') throw new UriError('The transport ext would run a program of yours: use ssh, tls, tcp or unix.')
  throw new UriError(`There is no transport "${name}": use ssh, tls, tcp or unix.`)
}

function readAuthority(authority: string): Pick<LibvirtUri, 'user' | 'host' | 'port'> {
  const match = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:@[\]]*))(?::(\d*))?$/.exec(authority)
  if (!match) throw new UriError('The host cannot be read: give [user@]host[:port], an IPv6 address in brackets.')
  const [, user, literal, name = '', digits = ''] = match
  const host = literal === undefined ? (name === '' ? null : hostName(decoded(name))) : hostAddress(decoded(literal))
  const port = digits === '' ? null : Number(digits)
  if (port !== null && (port < 1 || port > 65535)) throw new UriError('A port is a number from 1 to 65535.')
  return { user: user === undefined ? null : userName(decoded(user)), host, port }
}

/** No name that a program could take for an option, or a shell for more than a word. */
function hostName(name: string): string {
  if (name.length <= 253 && /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) return name
  throw new UriError('The host is no name or address: it has letters, digits, ".", "-" and "_", and no "-" in front.')
}

function hostAddress(literal: string): string {
  if (isIPv6(literal) && /^[0-9a-f:.]+(%[\w.-]+)?$/i.test(literal)) return literal
  throw new UriError('What stands in brackets is no IPv6 address.')
}

function userName(name: string): string {
  if (name.includes(':')) throw new UriError('A URI is no place for a password: leave it out.')
  if (name.length <= 256 && /^[^\s\p{C}-][^\s\p{C}]*$/u.test(name)) return name
  throw new UriError('The user name is empty, begins with "-", or has spaces or control characters in it.')
}

/** "+" is no space here, and libvirt takes ";" for "&". */
function readQuery(query: string): [string, string][] {
  return query
    .split(/[&;]/)
    .filter(pair => pair !== '')
    .map(pair => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      if (name === '') throw new UriError('A parameter of the URI has no name.')
      return [decoded(name), decoded(value)]
    })
}

const writeQuery = (params: readonly (readonly [string, string])[]): string =>
  params.map(([name, value], index) => `${index === 0 ? '?' : '&'}${encode(name)}=${encode(value)}`).join('')

const encode = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':')

function decoded(text: string): string {
  let plain: string
  try {
    plain = decodeURIComponent(text)
  } catch {
    throw new UriError('A "%" in a URI needs the two digits of a byte after it, and the bytes must be UTF-8.')
  }
  if (/\p{Cc}|\p{Cs}/u.test(plain)) throw new UriError('A URI cannot hold control characters.')
  return plain
}

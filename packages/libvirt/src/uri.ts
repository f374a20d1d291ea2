import { UriError } from './errors.ts'

/** How a URI wants the daemon to be reached. */
export type TransportName = 'unix' | 'tcp' | 'tls' | 'ssh'

/** A libvirt connection URI, taken apart: https://libvirt.org/uri.html */
export interface LibvirtUri {
  /** As it was given. */
  readonly text: string
  /** The hypervisor driver: `qemu`, `xen`, `lxc`, `test` … */
  readonly driver: string
  readonly transport: TransportName
  /** Null for this machine. An IPv6 address stands here without its brackets. */
  readonly host: string | null
  readonly port: number | null
  readonly user: string | null
  /** `/system`, `/session`, a file of the test driver … */
  readonly path: string
  /** What the daemon is asked to open: the URI without what only says how to get there, or what `name` says. */
  readonly open: string
  /** The daemon's socket, where it is not at its usual place. */
  readonly socket: string | null
  /** Which daemon to look for: the modular ones first (`auto`), only those (`direct`) or only libvirtd (`legacy`). */
  readonly mode: 'auto' | 'direct' | 'legacy'
  /** True when the other side is not to be checked: its certificate, or its host key. */
  readonly noVerify: boolean
  /** The folder with `cacert.pem`, `clientcert.pem` and `clientkey.pem`. */
  readonly pkipath: string | null
  /** A private key for SSH. */
  readonly keyfile: string | null
  /** The file of known SSH host keys. */
  readonly knownHosts: string | null
  /** How SSH reaches the socket at the other end. */
  readonly proxy: 'auto' | 'netcat' | 'native'
  /** The `nc` of the other end. */
  readonly netcat: string | null
}

/** libvirt's ways that end up as one of ours, and those that we refuse. */
const transports: Readonly<Record<string, TransportName>> = {
  unix: 'unix',
  tcp: 'tcp',
  tls: 'tls',
  ssh: 'ssh',
  libssh: 'ssh',
  libssh2: 'ssh',
}

/** The parameters that say how to get there. Any other is the driver's own and travels to the daemon. */
const ours = ['socket', 'mode', 'no_verify', 'pkipath', 'keyfile', 'known_hosts', 'proxy', 'netcat', 'name'] as const

/** Parameters of libvirt's transports that are refused: each says why. */
const refused: Readonly<Record<string, string>> = {
  command: 'starting programs is not supported',
  tls_priority: 'the TLS settings of Node apply',
  auth: 'the authentication is chosen by the daemon',
  sshauth: 'the way to log in by SSH is chosen by whoever opens the SSH connection',
  known_hosts_verify: 'host keys are always checked, unless no_verify=1',
  no_tty: 'nobody is ever asked on a terminal',
  no_sanity: 'files of certificates are always checked',
  sasl: 'the authentication is chosen by the daemon',
}

/** Drivers that the daemon leaves to its clients' library, as they speak to no libvirtd. */
const clientSide = new Set(['esx', 'vpx', 'gsx', 'hyperv', 'vbox', 'vmwareplayer', 'vmwarews', 'vmwarefusion'])

/**
 * Reads a connection URI. What is not supported is refused with a UriError that says so, never passed over.
 * Without a host the transport is the unix socket, with one it is TLS, as in libvirt.
 */
export function parseUri(text: string): LibvirtUri {
  const match = /^([a-z0-9]+)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(text)
  if (!match)
    throw new UriError('That is no libvirt URI: it should look like qemu:///system or qemu+ssh://root@host/system.')
  const [, scheme = '', via, authority = '', rawPath = '', query = ''] = match
  const driver = scheme.toLowerCase()
  if (clientSide.has(driver))
    throw new UriError(`The driver ${driver} is reached without libvirtd, which is not supported.`)
  const path = decoded(rawPath, 'path')
  const { host, port, user } = readAuthority(authority)
  const transport = via === undefined ? (host === null ? 'unix' : 'tls') : transports[via.toLowerCase()]
  if (transport === undefined) throw new UriError(`The transport ${via} is not supported: use ssh, tls, tcp or unix.`)
  if (transport !== 'unix' && host === null) throw new UriError(`${driver}+${via}:// needs the name of a host.`)
  if (transport === 'unix' && host !== null) throw new UriError('A unix socket is on this machine: leave out the host.')
  const { own, left } = readParameters(query)
  const plain = { text, driver, transport, host, port, user, path }
  return { ...plain, open: own.name ?? `${driver}://${rawPath}${left}`, ...readOwn(own, transport) }
}

function readOwn(own: Own, transport: TransportName) {
  for (const [name, needed] of Object.entries(neededTransport)) {
    if (own[name as OwnName] !== undefined && !needed.includes(transport)) {
      throw new UriError(`The parameter ${name} means nothing with the transport ${transport}: leave it out.`)
    }
  }
  return {
    socket: own.socket ?? null,
    mode: oneOf('mode', own.mode, ['auto', 'direct', 'legacy']),
    noVerify: oneOf('no_verify', own.no_verify, ['0', '1']) === '1',
    pkipath: own.pkipath ?? null,
    keyfile: own.keyfile ?? null,
    knownHosts: own.known_hosts ?? null,
    proxy: oneOf('proxy', own.proxy, ['auto', 'netcat', 'native']),
    netcat: own.netcat ?? null,
  }
}

const neededTransport: { readonly [Name in OwnName]?: readonly TransportName[] } = {
  socket: ['unix', 'ssh'],
  mode: ['unix', 'ssh'],
  no_verify: ['tls', 'ssh'],
  pkipath: ['tls'],
  keyfile: ['ssh'],
  known_hosts: ['ssh'],
  proxy: ['ssh'],
  netcat: ['ssh'],
}

type OwnName = (typeof ours)[number]
type Own = { [Name in OwnName]?: string }

function readParameters(query: string): { own: Own; left: string } {
  const own: Own = {}
  const left: string[] = []
  for (const part of query.split(/[&;]/).filter(Boolean)) {
    const [rawName = '', ...rest] = part.split('=')
    const name = decoded(rawName, 'query')
    if (refused[name]) throw new UriError(`The parameter ${name} is not supported: ${refused[name]}. Leave it out.`)
    if (!ours.includes(name as OwnName)) left.push(part)
    else if (own[name as OwnName] !== undefined) throw new UriError(`The parameter ${name} is given twice.`)
    else own[name as OwnName] = decoded(rest.join('='), name)
  }
  return { own, left: left.length > 0 ? `?${left.join('&')}` : '' }
}

function readAuthority(authority: string): Pick<LibvirtUri, 'host' | 'port' | 'user'> {
  const match = /^(?:([^@]*)@)?(\[[0-9a-f:.%a-z_-]+\]|[^:[\]]*)(?::(\d{1,5}))?$/i.exec(authority)
  if (!match) throw new UriError(`"${authority}" names no host: it should be host, host:port or user@host.`)
  const [, rawUser, rawHost = '', rawPort] = match
  const host = decoded(rawHost.replace(/^\[|\]$/g, ''), 'host')
  const user = rawUser === undefined ? null : decoded(rawUser, 'user')
  const port = rawPort === undefined ? null : Number(rawPort)
  // What begins with a dash would be an option to ssh; what holds other signs is no name that a host or a person can have.
  if (host !== '' && !/^[a-z0-9_:][a-z0-9_.:%-]*$/i.test(host))
    throw new UriError(`"${host}" can not be the name of a host.`)
  if (user !== null && !/^[a-z0-9_][a-z0-9_.@\\-]*$/i.test(user))
    throw new UriError(`"${user}" can not be the name of a user.`)
  if (port !== null && (port < 1 || port > 65_535)) throw new UriError(`${port} is no port: take one from 1 to 65535.`)
  if (host === '' && (user !== null || port !== null)) throw new UriError('A user or a port needs the name of a host.')
  return { host: host === '' ? null : host, port, user }
}

function oneOf<const T extends string>(name: string, value: string | undefined, allowed: readonly [T, ...T[]]): T {
  const found = value === undefined ? allowed[0] : allowed.find(one => one === value)
  if (found === undefined) throw new UriError(`The parameter ${name} must be one of: ${allowed.join(', ')}.`)
  return found
}

function decoded(text: string, where: string): string {
  try {
    const plain = decodeURIComponent(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (!/[\u0000-\u001f\u007f]/.test(plain)) return plain
  } catch {
    // said below
  }
  throw new UriError(`The ${where} of the URI holds signs that can not be in one.`)
}

import { UriError } from './errors.ts'

/** How a URI reaches its daemon. All three of libvirt's ways to speak SSH go through the one that the caller supplies. */
export type UriTransport = 'unix' | 'tcp' | 'tls' | 'ssh' | 'libssh' | 'libssh2'

/** What libvirt's `sshauth` lists. */
export type SshAuth = 'agent' | 'privkey' | 'password' | 'keyboard-interactive'

/** The parameters that say how to get to the daemon, by libvirt's names: https://libvirt.org/uri.html#transport-configuration */
export interface UriOptions {
  /** What the daemon is asked to open, instead of the URI without its transport. */
  readonly name?: string
  /** The authentication to use of those that the daemon offers: `none`, `polkit`, `sasl` or `sasl.MECHANISM`. */
  readonly auth?: string
  /** A daemon for each driver, or one for all. */
  readonly mode?: 'auto' | 'direct' | 'legacy'
  /** The path of the daemon's socket, on the machine where the daemon runs. */
  readonly socket?: string
  /** The folder of cacert.pem, clientcert.pem and clientkey.pem. */
  readonly pkipath?: string
  readonly no_verify?: boolean
  /** Leaves out checks of one's own certificate. There are none here anyway: the host decides. */
  readonly no_sanity?: boolean
  /** Asks nothing on a terminal. Nothing ever does here. */
  readonly no_tty?: boolean
  /** The path of the private key for SSH. */
  readonly keyfile?: string
  /** The path of the file with the host keys. */
  readonly known_hosts?: string
  readonly known_hosts_verify?: 'normal' | 'auto' | 'ignore'
  readonly sshauth?: readonly SshAuth[]
  /** What connects to the socket on the host. */
  readonly proxy?: 'auto' | 'native' | 'netcat'
  /** The host's netcat: a name or a path. */
  readonly netcat?: string
}

interface Option {
  /** The transports that it has a meaning for. */
  readonly for: readonly UriTransport[]
  /** Throws a UriError where libvirt's manual knows no such value. */
  read(value: string, name: string): string | boolean | readonly string[]
}

const ssh: readonly UriTransport[] = ['ssh', 'libssh', 'libssh2']
const all: readonly UriTransport[] = ['unix', 'tcp', 'tls', ...ssh]
const methods: readonly string[] = ['agent', 'privkey', 'password', 'keyboard-interactive'] satisfies SshAuth[]

const options: Readonly<Record<keyof UriOptions, Option>> = {
  name: { for: all, read: value => value },
  auth: { for: all, read: authentication },
  mode: { for: ['unix', ...ssh], read: oneOf('auto', 'direct', 'legacy') },
  socket: { for: ['unix', ...ssh], read: absolute },
  pkipath: { for: ['tls'], read: absolute },
  no_verify: { for: ['tls', ...ssh], read: flag },
  no_sanity: { for: ['tls'], read: flag },
  no_tty: { for: ssh, read: flag },
  keyfile: { for: ssh, read: absolute },
  known_hosts: { for: ssh, read: absolute },
  known_hosts_verify: { for: ssh, read: oneOf('normal', 'auto', 'ignore') },
  sshauth: { for: ssh, read: listOf(methods) },
  proxy: { for: ssh, read: oneOf('auto', 'native', 'netcat') },
  netcat: { for: ssh, read: program },
}

const refused: Readonly<Record<string, string>> = {
  command: 'this client runs no program to get to a host: leave it out',
  tls_priority: 'it is in the words of GnuTLS, which this client does not use: leave it out, TLS 1.2 is the least',
  authfile: 'this client reads no passwords from files: leave it out and give `credentials`',
}

/** Tells libvirt's transport parameters from those that are the driver's own. Throws a UriError for what is not supported. */
export function readOptions(
  query: readonly (readonly [string, string])[],
  transport: UriTransport,
): { options: UriOptions; params: [string, string][] } {
  const found: Partial<Record<keyof UriOptions, unknown>> = {}
  const params: [string, string][] = []
  for (const [given, value] of query) {
    // libvirt takes these names in either case.
    const name = given.toLowerCase()
    const why = refused[name]
    if (why !== undefined && Object.hasOwn(refused, name)) throw new UriError(`"${name}" is not supported: ${why}.`)
    if (!isOption(name)) {
      params.push([given, value])
      continue
    }
    const option = options[name]
    if (!option.for.includes(transport)) {
      throw new UriError(`"${name}" means nothing with the transport ${transport}: leave it out.`)
    }
    if (Object.hasOwn(found, name)) throw new UriError(`The URI gives "${name}" twice: leave one.`)
    found[name] = option.read(value, name)
  }
  const told = found as UriOptions
  if (told.proxy === 'native' && told.netcat !== undefined) {
    throw new UriError('"netcat" means nothing with proxy=native: leave one of them out.')
  }
  return { options: told, params }
}

/** The parameters in the order of libvirt's manual, as they are written in a URI. */
export function writeOptions(told: UriOptions): [string, string][] {
  return (Object.keys(options) as (keyof UriOptions)[]).flatMap(name => {
    const value = told[name]
    if (value === undefined) return []
    return [[name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]]
  })
}

const isOption = (name: string): name is keyof UriOptions => Object.hasOwn(options, name)

function absolute(value: string, name: string): string {
  if (value.startsWith('/')) return value
  throw new UriError(`"${name}" needs a whole path, one that begins with "/".`)
}

function flag(value: string, name: string): boolean {
  if (!/^-?\d{1,9}$/.test(value)) throw new UriError(`"${name}" needs a number: 1 for yes, 0 for no.`)
  return Number(value) !== 0
}

function oneOf(...known: readonly string[]) {
  return (value: string, name: string): string => {
    if (known.includes(value)) return value
    throw new UriError(`"${name}" is one of ${known.join(', ')}.`)
  }
}

function listOf(known: readonly string[]) {
  return (value: string, name: string): readonly string[] => {
    const list = value.split(',')
    if (list.every(item => known.includes(item))) return list
    throw new UriError(`"${name}" is a list of ${known.join(', ')}, with commas between.`)
  }
}

function program(value: string, name: string): string {
  if (/^[\w./][\w./+-]*$/.test(value)) return value
  throw new UriError(`"${name}" needs the name or the path of one program, without arguments.`)
}

function authentication(value: string, name: string): string {
  if (/^(none|polkit|sasl(\.(plain|scram-sha-(256|512)))?)$/i.test(value)) return value.toLowerCase()
  throw new UriError(`"${name}" is none, polkit, sasl, sasl.plain, sasl.scram-sha-256 or sasl.scram-sha-512.`)
}

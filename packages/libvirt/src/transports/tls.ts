import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import { opened } from './open-socket.ts'
import { openTcp, type TcpTarget } from './tcp.ts'

/** Where libvirtd listens for TLS: `tls_port` in libvirtd.conf. */
export const tlsPort = 16_514

/** What both sides show each other, as PEM. */
export interface Certificates {
  /** The authority that the daemon's certificate must come from. */
  readonly ca: string | Buffer
  /** Our own certificate; a daemon refuses whoever has none, unless told otherwise. */
  readonly cert?: string | Buffer
  readonly key?: string | Buffer
}

/** How TLS is spoken. */
export interface TlsTarget extends TcpTarget {
  /** The certificates, or the folder that holds `cacert.pem`, `clientcert.pem` and `clientkey.pem`. Default: libvirt's usual places. */
  readonly certificates?: Certificates | string
  /** False takes any certificate of the daemon: somebody in between is then not noticed. Default: true. */
  readonly verify?: boolean
}

/**
 * TLS with certificates on both sides: https://libvirt.org/kbase/tlscerts.html
 * Opening rejects with a TransportError: those of TCP, and `certificate` where one side does not take the other's.
 */
export function tlsTransport(target: TlsTarget): Transport {
  const { host, port = tlsPort } = target
  return { name: `${host}:${port}`, open: signal => openTls(target, host, port, signal) }
}

async function openTls(target: TlsTarget, host: string, port: number, signal?: AbortSignal): Promise<TLSSocket> {
  const certificates = await readCertificates(target.certificates)
  const tcp = await openTcp(host, port, signal)
  const socket = connect({
    socket: tcp,
    ...certificates,
    ...(isIP(host) ? {} : { servername: host }),
    host,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: target.verify !== false,
  })
  await opened(socket, 'secureConnect', error => explained(host, error), signal)
  await accepted(socket, host, signal)
  return socket
}

// After the handshake a daemon that takes our certificate sends one byte of 1; one that does not closes instead.
async function accepted(socket: TLSSocket, host: string, signal?: AbortSignal): Promise<void> {
  const watched = new AbortController()
  try {
    const options = { signal: signal ? AbortSignal.any([signal, watched.signal]) : watched.signal }
    const ended = once(socket, 'end', options).then(() => 'end' as const)
    const readable = once(socket, 'readable', options).then(() => 'readable' as const)
    const first = await Promise.race([readable, ended])
    ended.catch(() => {})
    readable.catch(() => {})
    const byte = first === 'readable' ? (socket.read(1) as Buffer | null) : null
    if (byte?.[0] === 1) return
    throw refusal(host)
  } catch (error) {
    socket.destroy()
    if (signal?.aborted) throw signal.reason
    throw error instanceof TransportError ? error : explained(host, error as NodeJS.ErrnoException)
  } finally {
    watched.abort()
  }
}

const refusal = (host: string, cause?: Error): TransportError =>
  new TransportError(
    'certificate',
    `${host} does not take our certificate. It must come from the authority that the host trusts, be in date, and its name must be allowed by tls_allowed_dn_list in libvirtd.conf.`,
    cause ? { cause } : undefined,
  )

function explained(host: string, cause: NodeJS.ErrnoException): TransportError {
  const certificate = (message: string) => new TransportError('certificate', message, { cause })
  switch (cause.code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return certificate(
        `The certificate of ${host} is for another name. Use the name that it was made for, or make a new one.`,
      )
    case 'CERT_HAS_EXPIRED':
      return certificate(`The certificate of ${host} has expired. Make a new one and restart libvirt there.`)
    case 'CERT_NOT_YET_VALID':
      return certificate(`The certificate of ${host} is not valid yet. See that the clocks of both sides are right.`)
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_SIGNATURE_FAILURE':
      return certificate(
        `The certificate of ${host} does not come from the authority that we trust. Compare the CA certificates of both sides.`,
      )
    case 'ECONNRESET':
    case 'EPIPE':
      return refusal(host, cause)
    default:
      if (/alert|certificate/i.test(cause.message)) return refusal(host, cause)
      return new TransportError('failed', `${host} does not speak TLS as expected: ${cause.message}.`, { cause })
  }
}

/** The user's own certificates first, then the machine's. */
const usualPlaces = (): { ca: string; cert: string; key: string }[] => {
  const own = join(homedir(), '.pki/libvirt')
  const machine = '/etc/pki'
  return [
    { ca: join(own, 'cacert.pem'), cert: join(own, 'clientcert.pem'), key: join(own, 'clientkey.pem') },
    {
      ca: join(machine, 'CA/cacert.pem'),
      cert: join(machine, 'libvirt/clientcert.pem'),
      key: join(machine, 'libvirt/private/clientkey.pem'),
    },
  ]
}

async function readCertificates(given: Certificates | string | undefined): Promise<Certificates> {
  if (typeof given === 'object') return given
  const places =
    given === undefined
      ? usualPlaces()
      : [{ ca: join(given, 'cacert.pem'), cert: join(given, 'clientcert.pem'), key: join(given, 'clientkey.pem') }]
  const [ca, cert, key] = await Promise.all(
    (['ca', 'cert', 'key'] as const).map(part => firstFile(places.map(place => place[part]))),
  )
  if (!ca) {
    const where = places.map(place => place.ca).join(' or ')
    throw new TransportError(
      'certificate',
      `There is no CA certificate at ${where}. Put the one there that signed the host's certificate.`,
    )
  }
  return cert && key ? { ca, cert, key } : { ca }
}

async function firstFile(paths: readonly string[]): Promise<Buffer | null> {
  for (const path of paths) {
    try {
      return await readFile(path)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') continue
      throw new TransportError('certificate', `${path} cannot be read: ${(cause as Error).message}.`, { cause })
    }
  }
  return null
}

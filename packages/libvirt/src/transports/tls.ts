import { isIP, type Socket } from 'node:net'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import { type Certificates, readCertificates } from './certificates.ts'
import { inTime, opened } from './open-socket.ts'
import { libvirtPort, type NetworkOptions, openTcp, type TcpTarget, tardy, written } from './tcp.ts'
import { hostRefused, hostUntrusted } from './tls-fault.ts'

/** What a TLS connection needs to know. */
export interface TlsTarget extends NetworkOptions {
  /** The name or address that the host's certificate must be made out to. */
  readonly host: string
  /** Default: 16514. */
  readonly port?: number
  /**
   * Certificates, or the folder of cacert.pem, clientcert.pem, clientkey.pem and cacrl.pem.
   * Default: libvirt's places, ~/.pki/libvirt (not root's) and /etc/pki. They are read anew at each opening.
   */
  readonly certificates?: string | Certificates
}

/** What libvirtd says once it has accepted our certificate and address. */
const admittance = 1

/**
 * libvirt's TLS socket, TLS 1.2 or newer. The host's certificate must come from the given CA and name the host.
 * Opening rejects with a TransportError: `certificate` and `name` where we do not trust the host, `client-certificate`
 * where it does not trust us or ours cannot be used, or the reasons of TCP. https://libvirt.org/kbase/tlscerts.html
 */
export function tlsTransport({ host, port = libvirtPort.tls, certificates, ...network }: TlsTarget): Transport {
  const address = { host, port }
  const { openWithinMs = 10_000, onStep } = network
  return {
    name: written(address),
    confidential: true,
    open: signal =>
      inTime(
        openWithinMs,
        () => tardy(address, openWithinMs),
        signal,
        async untilThen => {
          const files =
            certificates === undefined || typeof certificates === 'string'
              ? await readCertificates(certificates ?? null)
              : certificates
          const secureContext = usable(files)
          const options = { ...network, openWithinMs, listener: 'virtproxyd-tls.socket or libvirtd-tls.socket' }
          const socket = await openTcp(address, options, untilThen)
          return secured(
            socket,
            address,
            { secureContext, ownCertificate: files.cert !== undefined, onStep },
            untilThen,
          )
        },
      ),
  }
}

interface Securing {
  readonly secureContext: SecureContext
  readonly ownCertificate: boolean
  readonly onStep: NetworkOptions['onStep']
}

async function secured(
  socket: Socket,
  address: TcpTarget,
  { secureContext, ownCertificate, onStep }: Securing,
  signal: AbortSignal,
): Promise<TLSSocket> {
  // An address cannot be asked for by SNI; the certificate must name it all the same.
  const servername = isIP(address.host) === 0 ? { servername: address.host } : {}
  const secure = connect({ socket, host: address.host, ...servername, secureContext, minVersion: 'TLSv1.2' })
  try {
    await opened(secure, 'secureConnect', signal)
    onStep?.('trusted')
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw hostUntrusted(address, error as NodeJS.ErrnoException, ownCertificate)
  }
  try {
    if ((await firstByte(secure, signal)) === admittance) return secure
  } catch (error) {
    secure.destroy()
    if (signal.aborted) throw signal.reason
    throw hostRefused(address, error as NodeJS.ErrnoException, ownCertificate)
  }
  secure.destroy()
  throw hostRefused(address, null, ownCertificate)
}

/** Reads one byte and leaves the rest. Null when the other side ends before it. */
function firstByte(socket: TLSSocket, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.off('readable', look)
      socket.off('error', onError)
      socket.off('close', onEnd)
      signal.removeEventListener('abort', onAbort)
      act()
    }
    const look = (): void => {
      const byte = socket.read(1) as Buffer | null
      if (byte !== null) settle(() => resolve(byte[0] ?? null))
      else if (socket.readableEnded) onEnd()
    }
    const onError = (error: Error): void => settle(() => reject(error))
    const onEnd = (): void => settle(() => resolve(null))
    const onAbort = (): void => settle(() => reject(signal.reason))
    socket.on('readable', look)
    socket.once('error', onError)
    socket.once('close', onEnd)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
}

function usable({ ca, crl, cert, key }: Certificates): SecureContext {
  try {
    return createSecureContext({ ca, minVersion: 'TLSv1.2', ...(crl && { crl }), ...(cert && key && { cert, key }) })
  } catch (cause) {
    const what = `The certificates for TLS cannot be used: ${(cause as Error).message}.`
    throw new TransportError('client-certificate', `${what} Give PEM files whose key fits the certificate.`, { cause })
  }
}

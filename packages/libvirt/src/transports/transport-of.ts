import { UriError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import type { LibvirtUri } from '../uri.ts'
import { daemonSockets } from './daemon-sockets.ts'
import { type OpenSsh, sshTransport } from './ssh.ts'
import { libvirtPort, type NetworkOptions, tcpTransport } from './tcp.ts'
import { tlsTransport } from './tls.ts'
import { unixTransport } from './unix.ts'

/** What choosing a transport needs beside the URI. */
export interface TransportOptions extends NetworkOptions {
  /** Opens the channels of `ssh` URIs. */
  readonly openSsh?: OpenSsh
  /** Prefers the sockets that let everybody look and nobody act. */
  readonly readOnly?: boolean
}

/** The way to the daemon that a URI names. Throws a UriError for what this client does not do. */
export function transportOf(
  uri: LibvirtUri,
  { openSsh, readOnly = false, ...network }: TransportOptions = {},
): Transport {
  const host = uri.host ?? 'localhost'
  switch (uri.transport) {
    case 'unix':
      return unixTransport(daemonSockets(uri, { readOnly }))
    case 'tcp':
      return tcpTransport({ host, port: uri.port ?? libvirtPort.tcp, ...network })
    case 'tls': {
      const { no_verify, pkipath } = uri.options
      if (no_verify) {
        throw new UriError(
          'no_verify=1 would trust whoever answers: leave it out, and give the CA of the host in pkipath.',
        )
      }
      return tlsTransport({
        host,
        port: uri.port ?? libvirtPort.tls,
        ...(pkipath !== undefined && { certificates: pkipath }),
        ...network,
      })
    }
    default:
      if (!openSsh) {
        throw new UriError(
          `${uri.transport} needs a way to speak SSH, which this package does not bring: give \`openSsh\`.`,
        )
      }
      return sshTransport(uri, openSsh, { readOnly })
  }
}

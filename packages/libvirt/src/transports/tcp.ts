import { connect, type Socket } from 'node:net'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import { opened } from './open-socket.ts'

/** Where libvirtd listens for TCP: `tcp_port` in libvirtd.conf. */
export const tcpPort = 16_509

/** A connection that nobody answers within this time is given up, in ms. */
const patienceMs = 15_000

/** Where a daemon is. */
export interface TcpTarget {
  readonly host: string
  readonly port?: number
}

/**
 * TCP without encryption: everything on the way can read and change what is said. For loopback and laboratories.
 * Opening rejects with a TransportError whose reason is `refused`, `unreachable`, `unknown-host` or `timeout`.
 */
export function tcpTransport({ host, port = tcpPort }: TcpTarget): Transport {
  return { name: `${host}:${port}`, open: signal => openTcp(host, port, signal) }
}

/** Opens a TCP connection that sends at once and notices a silent end. */
export function openTcp(host: string, port: number, signal: AbortSignal | undefined): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 })
  const late = AbortSignal.timeout(patienceMs)
  const either = signal ? AbortSignal.any([signal, late]) : late
  return opened(socket, 'connect', error => explained(host, port, error), either).catch(error => {
    if (!late.aborted || signal?.aborted) throw error
    throw new TransportError(
      'timeout',
      `${host} did not answer on port ${port} within ${patienceMs / 1000} s. See that it is up, and that no firewall drops the way to it.`,
    )
  })
}

function explained(host: string, port: number, cause: NodeJS.ErrnoException): TransportError {
  switch (cause.code) {
    case 'ECONNREFUSED':
      return new TransportError(
        'refused',
        `${host} is up, but nothing listens on its port ${port}. Let libvirt listen there: see listen_tcp and listen_tls in libvirtd.conf, or the sockets libvirtd-tcp and libvirtd-tls.`,
        { cause },
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new TransportError('unknown-host', `No address is known for ${host}. See that the name is right.`, {
        cause,
      })
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return new TransportError('unreachable', `There is no way to ${host}. See that it is up and on the network.`, {
        cause,
      })
    case 'ETIMEDOUT':
      return new TransportError('timeout', `${host} did not answer on port ${port}. See that it is up.`, { cause })
    default:
      return new TransportError('failed', `${host}:${port} cannot be reached: ${cause.message}.`, { cause })
  }
}

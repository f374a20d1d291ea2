import { connect, isIPv6, type LookupFunction, type Socket } from 'node:net'
import { TransportError } from '../errors.ts'
import type { Transport } from '../transport.ts'
import { inTime, opened } from './open-socket.ts'

/** Where a host listens. */
export interface TcpTarget {
  /** A name or an address. Of a name with several addresses, IPv6 and IPv4, the first that answers is taken. */
  readonly host: string
  readonly port: number
}

/** What can be said about opening a connection over a network. */
export interface NetworkOptions {
  /** How long opening may take in all, in ms. Default: 10,000. */
  readonly openWithinMs?: number
  /** How a name becomes addresses. A TransportError of its own is passed on. Default: the system's. */
  readonly lookup?: LookupFunction
  /** Hears how far opening has come: `connected` by TCP, then `trusted` where the host has proved who it is. */
  readonly onStep?: (step: OpeningStep) => void
}

export type OpeningStep = 'connected' | 'trusted'

/** What a TCP connection needs to know. */
export interface TcpOptions extends NetworkOptions {
  readonly host: string
  /** Default: 16509. */
  readonly port?: number
  /** What should listen there, for the sentence that says what to start. Default: libvirt's sockets. */
  readonly listener?: string
}

/** libvirt's own ports: https://libvirt.org/remote.html */
export const libvirtPort = { tcp: 16509, tls: 16514 } as const

const usualListener = 'virtproxyd-tcp.socket or libvirtd-tcp.socket'
const usualOpenWithinMs = 10_000
/** After this the next address of a name is tried; a way around the world and back takes about 300 ms. */
const nextAddressMs = 500
const firstProbeMs = 15_000

/**
 * libvirt's plain TCP socket. Nothing on it is encrypted: whoever can listen in reads everything, passwords too.
 * Opening rejects with a TransportError whose reason is `unreachable`, `refused`, `timeout` or `failed`.
 */
export function tcpTransport({
  host,
  port = libvirtPort.tcp,
  listener = usualListener,
  ...network
}: TcpOptions): Transport {
  return {
    name: written({ host, port }),
    open: signal => openTcp({ host, port }, { ...network, listener }, signal),
  }
}

/** Opens a TCP connection. `listener` is what should listen there, for the sentence that says what to start. */
export function openTcp(
  address: TcpTarget,
  { openWithinMs = usualOpenWithinMs, listener, lookup, onStep }: NetworkOptions & { readonly listener: string },
  signal?: AbortSignal,
): Promise<Socket> {
  return inTime(
    openWithinMs,
    () => tardy(address, openWithinMs),
    signal,
    async untilThen => {
      const socket = connect({
        ...address,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: firstProbeMs,
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: nextAddressMs,
        ...(lookup && { lookup }),
      })
      try {
        await opened(socket, 'connect', untilThen)
        onStep?.('connected')
        return socket
      } catch (error) {
        if (untilThen.aborted) throw untilThen.reason
        if (error instanceof TransportError) throw error
        throw explained(address, listener, error as NodeJS.ErrnoException)
      }
    },
  )
}

/** `host:port`, with brackets around an IPv6 address. */
export const written = ({ host, port }: TcpTarget): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`

/** The error for a host that says nothing. */
export const tardy = (address: TcpTarget, ms: number): TransportError =>
  new TransportError(
    'timeout',
    `${written(address)} did not answer within ${ms / 1000} s. See whether the host is up and whether a firewall is in the way.`,
  )

function explained(address: TcpTarget, listener: string, cause: NodeJS.ErrnoException): TransportError {
  const where = written(address)
  switch (codeOf(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return new TransportError(
        'unreachable',
        `No address is known for ${address.host}: correct the name, or add it to DNS.`,
        { cause },
      )
    case 'ECONNREFUSED':
      return new TransportError(
        'refused',
        `Nothing listens on ${where}: start ${listener} there, or correct the port.`,
        { cause },
      )
    case 'ETIMEDOUT':
      return new TransportError(
        'timeout',
        `${where} did not answer. See whether the host is up and whether a firewall is in the way.`,
        { cause },
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EACCES':
    case 'EPERM':
    case 'EADDRNOTAVAIL':
      return new TransportError(
        'unreachable',
        `There is no way to ${where}: see whether the host is up and the network lets this machine through.`,
        { cause },
      )
    default:
      return new TransportError(
        'failed',
        `${where} could not be connected to: ${cause.message}. See what listens there.`,
        { cause },
      )
  }
}

// Each address of a name fails for itself. That one refuses says more than that another has no route.
function codeOf(cause: NodeJS.ErrnoException): string | undefined {
  const causes = cause instanceof AggregateError ? (cause.errors as NodeJS.ErrnoException[]) : [cause]
  const codes = causes.map(({ code }) => (code === 'ERR_SOCKET_CONNECTION_TIMEOUT' ? 'ETIMEDOUT' : code))
  return codes.find(code => code === 'ECONNREFUSED') ?? codes.find(code => code === 'ETIMEDOUT') ?? codes[0]
}

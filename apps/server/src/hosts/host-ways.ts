import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type SshTarget, type Transport, tlsTransport, transportOf } from '@porthole/libvirt'
import type { SshEnd } from '../ssh/ssh-connection.ts'
import { SshConnections } from '../ssh/ssh-connections.ts'
import type { HostUri } from './host-uri.ts'

/** How this process gets to one host. */
export interface HostWay {
  /** To its libvirt. */
  readonly transport: Transport
  /** The name of the machine that it is on; null for this one. */
  readonly host: string | null
  /** Opens a channel to a socket or port as the host itself sees it; null where no SSH leads there. */
  readonly tunnel: ((end: SshEnd, signal: AbortSignal) => Promise<Duplex>) | null
}

/** The ways to all hosts, and what they share: SSH connections, the key and certificates of Porthole. One per process. */
export class HostWays {
  readonly #pki: string
  readonly #ssh: SshConnections

  /** `data` is Porthole's own folder; `sshAgent` the socket of an agent, or null. */
  constructor({ data, sshAgent }: { readonly data: string; readonly sshAgent: string | null }) {
    this.#pki = join(data, 'pki')
    this.#ssh = new SshConnections({ folder: join(data, 'ssh'), agent: sshAgent })
  }

  /** Opens nothing yet. */
  to(uri: HostUri): HostWay {
    const transport = this.transportFor(uri)
    const { host, user, port, transport: kind } = uri.parts
    if (kind === 'unix' || kind === 'tcp' || kind === 'tls') return { transport, host, tunnel: null }
    const target: SshTarget = { host: host ?? 'localhost', user, port: port ?? 22, known_hosts_verify: 'normal' }
    return { transport, host, tunnel: (end, signal) => this.#ssh.open(target, end, signal) }
  }

  /** To a host's libvirt. */
  transportFor({ parts }: HostUri): Transport {
    if (parts.transport === 'tls') {
      const port = parts.port === null ? {} : { port: parts.port }
      return tlsTransport({ host: parts.host ?? 'localhost', ...port, certificates: this.#pki })
    }
    return transportOf(parts, { openSsh: (target, way, signal) => this.#ssh.open(target, way, signal) })
  }

  /** Ends the SSH connections. */
  close(): Promise<void> {
    return this.#ssh.close()
  }
}

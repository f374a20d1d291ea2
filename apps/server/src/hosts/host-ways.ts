import type { LookupFunction } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { HostCertificates } from '@porthole/contract'
import {
  type Certificates,
  type OpeningStep,
  readCertificates,
  type SshTarget,
  type Transport,
  TransportError,
  tlsTransport,
  transportOf,
} from '@porthole/libvirt'
import type { DisplayTls } from '../consoles/secure-display.ts'
import { type Approval, approveKey } from '../ssh/approve-key.ts'
import { ownKey } from '../ssh/own-key.ts'
import type { SshEnd, SshIdentity, SshStep } from '../ssh/ssh-connection.ts'
import { SshConnections } from '../ssh/ssh-connections.ts'
import { type OwnAuthority, ownAuthority } from '../tls/own-authority.ts'
import type { HostUri } from './host-uri.ts'
import { PermittedNetworks } from './permitted-networks.ts'

/** How this process gets to one host. */
export interface HostWay {
  /** To its libvirt. */
  readonly transport: Transport
  /** The name of the machine that it is on; null for this one. */
  readonly host: string | null
  /** How that name becomes an address; absent for the system's own way. */
  readonly lookup?: LookupFunction
  /** Opens a channel to a socket or port as the host itself sees it; null where no SSH leads there. */
  readonly tunnel: ((end: SshEnd, signal: AbortSignal) => Promise<Duplex>) | null
  /** For displays that encrypt: the host's own certificates count for them too. */
  readonly displayTls: DisplayTls
}

/** A host's own certificates at the moment when they are needed; null for those in the data folder. */
export type OwnCertificates = () => HostCertificates | 'lost' | null

/** Hears how far one try has come. */
export interface TryEars {
  readonly lookup: LookupFunction
  readonly onStep: (step: OpeningStep | SshStep) => void
}

/** The ways to all hosts, and what they share: SSH connections, the key and certificates of Porthole. One per process. */
export class HostWays {
  readonly networks: PermittedNetworks
  readonly #pki: string
  readonly #identity: SshIdentity
  readonly #ssh: SshConnections

  /** `data` is Porthole's own folder; `sshAgent` the socket of an agent, or null. */
  constructor(config: {
    readonly data: string
    readonly sshAgent: string | null
    readonly hostNetworks: readonly string[]
  }) {
    this.networks = new PermittedNetworks(config.hostNetworks)
    this.#pki = join(config.data, 'pki')
    const { lookup } = this.networks
    this.#identity = { folder: join(config.data, 'ssh'), agent: config.sshAgent, lookup }
    this.#ssh = new SshConnections(this.#identity)
  }

  /** Opens nothing yet. */
  to(uri: HostUri, certificates: OwnCertificates): HostWay {
    const { lookup } = this.networks
    const transport = this.#transport(uri, certificates, this.#ssh, { lookup })
    const { host, transport: kind } = uri.parts
    const displayTls = {
      names: host === null ? [hostname(), 'localhost'] : [host],
      certificates: async () => usable(certificates()) ?? readCertificates(this.#pki),
    }
    const way = { transport, host, lookup, displayTls }
    if (kind === 'unix' || kind === 'tcp' || kind === 'tls') return { ...way, tunnel: null }
    return { ...way, tunnel: (end, signal) => this.#ssh.open(sshTarget(uri), end, signal) }
  }

  /** A way of its own, which shares nothing with the others: for one try. */
  try(uri: HostUri, certificates: OwnCertificates, ears: TryEars): { transport: Transport; close(): Promise<void> } {
    const ssh = new SshConnections({ ...this.#identity, ...ears })
    return { transport: this.#transport(uri, certificates, ssh, ears), close: () => ssh.close() }
  }

  /** The line for authorized_keys on a host. */
  async publicLine(): Promise<string> {
    return (await ownKey(this.#identity.folder)).publicLine
  }

  /** Porthole's own CA, in the folder of certificates that serve for all hosts. */
  ownAuthority(): Promise<OwnAuthority> {
    return ownAuthority(this.#pki)
  }

  /** Trusts the key that a host shows if it is the approved one. */
  async approveKey(uri: HostUri, approval: Approval): Promise<void> {
    const target = sshTarget(uri)
    this.networks.check(target.host)
    await approveKey(target, this.#identity, approval)
  }

  /** Ends the SSH connections. */
  close(): Promise<void> {
    return this.#ssh.close()
  }

  #transport(
    { parts }: HostUri,
    certificates: OwnCertificates,
    ssh: SshConnections,
    network: Partial<TryEars>,
  ): Transport {
    const usual = transportOf(parts, { openSsh: (target, way, signal) => ssh.open(target, way, signal), ...network })
    const { host, port } = parts
    // Read at each opening: they may have been changed since the last.
    const byTls = () =>
      tlsTransport({
        host: host ?? 'localhost',
        ...(port !== null && { port }),
        certificates: usable(certificates()) ?? this.#pki,
        ...network,
      })
    return {
      ...usual,
      open: async signal => {
        this.networks.check(host ?? '')
        return (parts.transport === 'tls' ? byTls() : usual).open(signal)
      },
    }
  }
}

function sshTarget({ parts: { host, user, port } }: HostUri): SshTarget {
  return { host: host ?? 'localhost', user, port: port ?? 22, known_hosts_verify: 'normal' }
}

function usable(certificates: ReturnType<OwnCertificates>): Certificates | null {
  if (certificates !== 'lost') return certificates as Certificates | null
  throw new TransportError(
    'client-certificate',
    "This host's certificates can not be opened: they were sealed with another auth.key. Put that file back, or give them anew on the host's page.",
  )
}

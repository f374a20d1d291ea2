import type { Duplex } from 'node:stream'
import { type NetworkOptions, type SshTarget, TransportError, tcpTransport } from '@porthole/libvirt'
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2'
import { hostKeyAlgorithms } from './host-key-algorithms.ts'
import { readKnownHosts } from './known-hosts-file.ts'
import { type OwnKey, ownKey } from './own-key.ts'
import { type EarlyEnd, SshChannel } from './ssh-channel.ts'
import { closedWay, explained, untrusted } from './ssh-fault.ts'

/** Where a channel leads to on the host. */
export type SshEnd =
  | { readonly socket: string }
  | { readonly command: string }
  | { readonly host: string; readonly port: number }

/** How far logging in has come: by TCP, then the host's key was known, then it let us in. */
export type SshStep = 'connected' | 'trusted' | 'logged-in'

/** Porthole's own identity and memory for SSH. */
export interface SshIdentity extends Pick<NetworkOptions, 'lookup'> {
  /** The folder of id_ed25519 and known_hosts. */
  readonly folder: string
  /** The socket of an agent whose keys are tried too; null for none. */
  readonly agent: string | null
  readonly onStep?: (step: SshStep) => void
}

/** For each step: the network, the log-in, and each channel. */
const stepMs = 10_000
/** sshd's MaxSessions is 10, and only programs count; a connection keeps a little below. */
const mostPrograms = 8

/** One SSH connection with the channels on it. `openSshConnection` makes it. */
export class SshConnection {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>
  readonly #client: Client
  readonly #name: string
  #channels = 0
  #programs = 0
  #over = false
  /** Called whenever the last channel has gone. */
  onIdle: () => void = () => {}

  constructor(client: Client, name: string) {
    this.#client = client
    this.#name = name
    this.ended = new Promise(resolve => {
      client.once('close', () => {
        this.#over = true
        resolve()
      })
    })
    // The channels hear of it by closing.
    client.on('error', () => {})
    // One for each channel that is being opened.
    client.setMaxListeners(0)
  }

  get idle(): boolean {
    return this.#channels === 0
  }

  /** False where the host would refuse one more program. */
  hasRoom(end: SshEnd): boolean {
    return !this.#over && (!('command' in end) || this.#programs < mostPrograms)
  }

  close(): void {
    this.#over = true
    this.#client.end()
  }

  /** Opens a channel. Rejects with a TransportError; `absent` says that another way may be open. */
  async open(end: SshEnd): Promise<Duplex> {
    this.#channels++
    if ('command' in end) this.#programs++
    try {
      const channel = await this.#channel(end)
      const duplex = new SshChannel(channel, 'command' in end ? early => this.#neverBegan(early) : undefined)
      duplex.once('close', () => this.#left(end))
      return duplex
    } catch (error) {
      this.#left(end)
      throw error
    }
  }

  #channel(end: SshEnd): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new TransportError('lost', `${this.#name} closed the SSH connection.`))
      const timer = setTimeout(() => {
        // Whatever it is, it is stuck as a whole: a channel that opens late would belong to nobody.
        reject(new TransportError('timeout', `sshd on ${this.#name} did not answer. See the load there.`))
        this.#client.destroy()
      }, stepMs)
      const opened = (cause: Error | undefined, channel: ClientChannel) => {
        clearTimeout(timer)
        this.#client.off('close', lost)
        if (cause) reject(closedWay(this.#name, written(end), cause))
        else resolve(channel)
      }
      this.#client.once('close', lost)
      try {
        if ('socket' in end) this.#client.openssh_forwardOutStreamLocal(end.socket, opened)
        else if ('command' in end) this.#client.exec(end.command, opened)
        else this.#client.forwardOut('127.0.0.1', 0, end.host, end.port, opened)
      } catch {
        clearTimeout(timer)
        lost()
      }
    })
  }

  #neverBegan({ code, complaint }: EarlyEnd): TransportError {
    const said = complaint === '' ? 'said nothing' : `said "${complaint}"`
    if (code === 127) {
      return new TransportError(
        'absent',
        `${this.#name} ${said}. Install libvirt-daemon-system or netcat-openbsd there.`,
      )
    }
    return new TransportError(
      'refused',
      `libvirt can not be reached on ${this.#name}, which ${said}. See that libvirt runs there and lets this user in (group libvirt).`,
    )
  }

  #left(end: SshEnd): void {
    if ('command' in end) this.#programs--
    if (--this.#channels === 0) this.onIdle()
  }
}

/** Connects, verifies the host's key and logs in. Rejects with a TransportError. */
export async function openSshConnection(
  target: SshTarget,
  name: string,
  identity: SshIdentity,
): Promise<SshConnection> {
  const { user, host, port } = target
  const file = `${identity.folder}/known_hosts`
  const [key, known] = await Promise.all([ownKey(identity.folder), readKnownHosts(file)])
  const { lookup, onStep } = identity
  const sock = await tcpTransport({
    host,
    port,
    openWithinMs: stepMs,
    listener: 'sshd',
    ...(lookup && { lookup }),
  }).open()
  onStep?.('connected')
  const client = new ssh2.Client()
  const connection = new SshConnection(client, name)
  const scan = `ssh-keyscan ${port === 22 ? '' : `-p ${port} `}${host}`
  let fault: TransportError | null = null
  const hostVerifier = (shown: Buffer): boolean => {
    const verdict = known.verdict(host, port, shown)
    if (verdict === 'known') onStep?.('trusted')
    else fault = untrusted(name, { verdict, shown, known: known.keys(host, port), file, scan })
    return verdict === 'known'
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      client.destroy()
      sock.destroy()
      reject(fault ?? explained(name, error, key.publicLine))
    }
    client.once('ready', () => {
      client.off('error', fail)
      client.off('close', closed)
      hurry(client)
      onStep?.('logged-in')
      resolve(connection)
    })
    const closed = () => fail(new Error('it closed the connection'))
    client.once('error', fail)
    client.once('close', closed)
    client.connect({
      sock,
      username: user ?? '',
      hostVerifier,
      readyTimeout: stepMs,
      keepaliveInterval: 5000,
      keepaliveCountMax: 5,
      strictVendor: false,
      ...authentication(key, identity),
      ...hostKeyAlgorithms(known.keys(host, port)),
    })
  })
}

/**
 * Until a session has run a program, sshd holds small packets back until earlier ones are acknowledged: three calls at
 * once then take 44 ms instead of 1. Any program will do, and it does not matter whether it may run.
 */
function hurry(client: Client): void {
  client.exec('true', (_refused, channel) => channel?.resume())
}

function authentication({ privateKey }: OwnKey, { agent }: SshIdentity): ConnectConfig {
  return agent === null
    ? { privateKey, authHandler: ['publickey'] }
    : { privateKey, agent, authHandler: ['publickey', 'agent'] }
}

function written(end: SshEnd): string {
  if ('socket' in end) return end.socket
  return 'command' in end ? 'program' : `${end.host}:${end.port}`
}

import { Connection, type Feature } from './connection.ts'
import type { KeepAliveOptions } from './keep-alive.ts'
import { logIn } from './log-in.ts'
import type { Credentials } from './sasl.ts'
import type { Login } from './sasl-mechanisms.ts'
import type { Transport } from './transport.ts'
import type { OpenSsh } from './transports/ssh.ts'
import { transportOf } from './transports/transport-of.ts'
import { unixTransport } from './transports/unix.ts'
import { parseUri } from './uri.ts'

/** What `connect` takes. */
export interface ConnectOptions {
  /**
   * The hypervisor to open, such as `qemu:///system` or `qemu+tls://host/system`; null lets the daemon choose.
   * With a `transport` the daemon is asked for just this text; without one it also says how to get there.
   */
  uri?: string | null
  /** The way to the daemon where the URI is not to say it. */
  transport?: Transport
  /** Opens the channels of `qemu+ssh` URIs. */
  openSsh?: OpenSsh
  /** Who logs in where the host asks for a user name and a password (SASL). */
  credentials?: Credentials
  /** Asks for a connection that may only look. Default: false. */
  readOnly?: boolean
  /** Default: a ping after 5 s of silence, given up after 5 without an answer. */
  keepAlive?: KeepAliveOptions
  /** The default deadline of a call, in ms. Default: 30,000. */
  deadlineMs?: number
  /** Hears what an event listener threw or rejected with. Default: a process warning. */
  onListenerError?: (error: unknown) => void
  /** Gives up connecting. */
  signal?: AbortSignal
}

/** What a daemon may be able to do (virDrvFeature): https://gitlab.com/libvirt/libvirt/-/blob/master/src/libvirt_internal.h */
const featureNumbers: Readonly<Record<Feature, number>> = {
  typedParamStrings: 9,
  keepAlive: 10,
  eventCallbacks: 14,
  closeCallback: 15,
  networkUpdateOrder: 16,
}

/** libvirt's VIR_CONNECT_RO. */
const readOnlyFlag = 1

export const usualKeepAlive: KeepAliveOptions = { intervalMs: 5000, count: 5 }
export const usualDeadlineMs = 30_000

/**
 * Connects to a libvirt daemon, logs in and opens the hypervisor.
 * Rejects with TransportError (the daemon cannot be reached), AuthenticationError, LibvirtError (it refuses the URI),
 * UriError (nor can this client make sense of it), ProtocolError (it is no libvirt), DeadlineError, or the signal's reason.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { signal, keepAlive = usualKeepAlive, deadlineMs = usualDeadlineMs } = options
  const onListenerError = options.onListenerError ?? warn
  const { transport, open, auth, user } = route(options)
  const connection = new Connection(await transport.open(signal), { deadlineMs, onListenerError })
  const step = signal ? { signal } : {}
  try {
    const login = loginOf(options.credentials, user)
    await logIn(connection, { login, auth, confidential: transport.confidential ?? false }, step)
    const flags = options.readOnly ? readOnlyFlag : 0
    await connection.call('connectOpen', { name: open, flags }, step)
    const features = await askFeatures(connection, step)
    if (features.has('closeCallback')) await connection.call('connectRegisterCloseCallback', undefined, step)
    connection.begin(features, keepAlive)
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

function route({ transport, uri = null, openSsh, readOnly = false }: ConnectOptions) {
  if (transport) return { transport, open: uri, auth: null, user: null }
  if (uri === null) return { transport: unixTransport(), open: null, auth: null, user: null }
  const parsed = parseUri(uri)
  const { open, user, options } = parsed
  const derived = transportOf(parsed, { readOnly, ...(openSsh && { openSsh }) })
  return { transport: derived, open, auth: options.auth ?? null, user }
}

function loginOf(credentials: Credentials | undefined, user: string | null): Login | null {
  const username = credentials?.username ?? user
  return credentials && username !== null ? { username, password: credentials.password } : null
}

async function askFeatures(connection: Connection, step: { signal?: AbortSignal }): Promise<Set<Feature>> {
  const names = Object.keys(featureNumbers) as Feature[]
  const answers = await Promise.all(
    names.map(name => connection.call('connectSupportsFeature', { feature: featureNumbers[name] }, step)),
  )
  return new Set(names.filter((_, index) => answers[index]?.supported === 1))
}

export const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error))

import { Connection, type Feature } from './connection.ts'
import { AuthenticationError, LibvirtError } from './errors.ts'
import type { KeepAliveOptions } from './keep-alive.ts'
import type { Transport } from './transport.ts'

/** What `connect` takes. */
export interface ConnectOptions {
  /** The way to the daemon, for instance `unixTransport()`. */
  transport: Transport
  /** The hypervisor to open, such as `qemu:///system`; null lets the daemon choose. */
  uri?: string | null
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

/** What AUTH_LIST offers (remote_auth_type). */
const authType = { none: 0, sasl: 1, polkit: 2 } as const

/** libvirt's VIR_CONNECT_RO. */
const readOnlyFlag = 1

/**
 * Connects to a libvirt daemon, logs in and opens the hypervisor.
 * Rejects with TransportError (the daemon cannot be reached), AuthenticationError, LibvirtError (it refuses the URI),
 * ProtocolError (it is no libvirt), DeadlineError, or the signal's reason.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { transport, signal, keepAlive = { intervalMs: 5000, count: 5 }, deadlineMs = 30_000 } = options
  const onListenerError = options.onListenerError ?? warn
  const connection = new Connection(await transport.open(signal), { deadlineMs, onListenerError })
  const step = signal ? { signal } : {}
  try {
    await logIn(connection, step)
    const flags = options.readOnly ? readOnlyFlag : 0
    await connection.call('connectOpen', { name: options.uri ?? null, flags }, step)
    const features = await askFeatures(connection, step)
    if (features.has('closeCallback')) await connection.call('connectRegisterCloseCallback', undefined, step)
    connection.begin(features, keepAlive)
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

// The first call must be AUTH_LIST even where nothing is asked for: https://libvirt.org/auth.html
async function logIn(connection: Connection, step: { signal?: AbortSignal }): Promise<void> {
  const { types } = await connection.call('authList', undefined, step)
  if (types.length === 0 || types.includes(authType.none)) return
  if (types.includes(authType.polkit)) return authenticateByPolkit(connection, step)
  const mechanism = types.includes(authType.sasl) ? 'sasl' : 'unknown'
  throw new AuthenticationError(
    mechanism,
    mechanism === 'sasl'
      ? 'The host asks for a user name and a password (SASL), which this client does not speak yet. Use the unix socket, or turn SASL off for this listener in libvirtd.conf.'
      : `The host asks for an authentication that this client does not know (${types.join(', ')}).`,
  )
}

async function askFeatures(connection: Connection, step: { signal?: AbortSignal }): Promise<Set<Feature>> {
  const names = Object.keys(featureNumbers) as Feature[]
  const answers = await Promise.all(
    names.map(name => connection.call('connectSupportsFeature', { feature: featureNumbers[name] }, step)),
  )
  return new Set(names.filter((_, index) => answers[index]?.supported === 1))
}

async function authenticateByPolkit(connection: Connection, step: { signal?: AbortSignal }): Promise<void> {
  try {
    await connection.call('authPolkit', undefined, step)
  } catch (cause) {
    if (!(cause instanceof LibvirtError)) throw cause
    throw new AuthenticationError(
      'polkit',
      `polkit does not let this user manage libvirt (${cause.message}). Add the user to the group libvirt and log in again.`,
      { cause },
    )
  }
}

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error))
